"""The library's door: a folder's path comes in, a Deal and its results go out; it knows every room of service.

    arguments, results -> answers, first_refusal, figures, whole_folder -> opened -> acting -> deal

Each question asks what the command of its name asks, by the same code, and each result's `to_json()` is what that
command prints with `--json`. Nothing is kept between two deals: a Deal is what was read when it was opened.
"""
