"""Statements that are asked by themselves, quickly enough to try every mistake in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.judging import test_apart, test_differences, test_macros, test_statements


def asked_alone() -> Mapping[str, Callable[[str], bool]]:
    """Each such statement, and whether a text in its place does what the statement is for."""
    tables, macros, states = (
        *(test_statements.prepared(), test_macros.macros()),
        test_differences.prepared(),
    )

    def is_macro(name: str) -> Callable[[str], bool]:
        return lambda text: test_macros.is_answered(macros, name, text)

    def does(name: str) -> Callable[[str], bool]:
        return lambda text: test_statements.is_answered(tables, name, text)

    def finds_differences(text: str) -> bool:
        return test_differences.causes(states, text) == test_differences.EXPECTED

    def finds(name: str) -> Callable[[str], bool]:
        given = [(test_apart.prepared(one), one) for one in test_apart.ASKED if one.name == name]
        return lambda text: all(test_apart.is_found(*one, text) for one in given)

    return {
        **{name: is_macro(name) for name in test_macros.ANSWERS},
        **{name: does(name) for name in test_statements.CASES},
        **{asked.name: finds(asked.name) for asked in test_apart.ASKED},
        "judge/find_differences": finds_differences,
    }
