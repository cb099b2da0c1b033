"""Every page, as every kind of person, looked at by axe, by the Nu checker and by a camera."""
