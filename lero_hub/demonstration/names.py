"""First names for people who do not exist, from all over the islands. Data."""

NAMES: tuple[str, ...] = (
    "Alex", "Bev", "Chidi", "Dilys", "Ewan", "Farah", "Gwen", "Hana", "Iqbal", "Jean", "Kofi", "Lou", "Mair",
    "Noel", "Orla", "Pritam", "Quinn", "Rhian", "Stan", "Tolu", "Una", "Viv", "Wes", "Yusuf", "Zofia",
    "Agnes", "Bronwen", "Cathal", "Dev", "Elspeth", "Femi", "Grainne", "Hector", "Ines", "Jaswinder", "Kenny",
    "Leila", "Morag", "Nye", "Oonagh", "Pat", "Rosie", "Saoirse", "Tariq", "Ursula", "Violet", "Winston",
    "Yasmin", "Abdi", "Beth", "Conor", "Dot", "Errol", "Fiona", "Gethin", "Harpreet", "Isla", "Joe", "Kit",
    "Lowri", "Mick", "Nadia", "Owain", "Pearl", "Rab", "Shirin", "Ted", "Uche", "Vera", "Will", "Ying",
    "Zara", "Aled", "Babs", "Ciara", "Des", "Esme", "Frank", "Gill", "Hugh",
)  # fmt: skip
