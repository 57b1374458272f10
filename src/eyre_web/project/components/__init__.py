"""The components of the GOV.UK Design System as functions that return HTML, and a few patterns of our own.

A ported function has the options of the design system's own macro, in Python's spelling (`errorMessage` is
`error_message`), with one change: there is no `html` beside `text`. A text is escaped unless it is a safe string, as
everywhere in Django.
Templates reach the functions through `{% load gds %}`.

Source: GOV.UK Frontend 6.6.0, MIT licence; static/eyre/LICENCE-govuk-frontend.txt.
"""
