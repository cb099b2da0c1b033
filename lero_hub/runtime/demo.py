"""`python -m lero_hub.runtime.demo`: run the whole hub here. See `lero_hub.runtime.supervisor`."""

from lero_hub.runtime.supervisor import main

if __name__ == "__main__":
    raise SystemExit(main())
