"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Register the pages and their mail."""

    name = "lero_hub.pages"
    label = "pages"

    def ready(self) -> None:
        """Register the kinds of mail, and give the copy of one's data its plain words."""
        from lero_hub.accounts import privacy
        from lero_hub.pages import messages, privacy_words

        messages.register_kinds()
        tables = {label: (told.title, told.why) for label, told in privacy_words.TABLES.items()}
        privacy.learn_words(privacy.PlainWords(tables, privacy_words.FIELDS))
