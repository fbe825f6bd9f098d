"""Full names in their parts, and the parts in one again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import Name, split_name

KNOWN = {
    "Lee, Dana M. Jr.": Name("Lee", "Dana", "M.", "Jr."),
    "Lee Jr., Dana M.": Name("Lee", "Dana", "M.", "Jr."),
    "Lee, Jr., Dana": Name("Lee", "Dana", "", "Jr."),
    "Dana M. Lee, Jr.": Name("Lee", "Dana", "M.", "Jr."),
    "Dana Lee III": Name("Lee", "Dana", "", "III"),
    "Dana Lee": Name("Lee", "Dana"),
    "DANA LEE": Name("LEE", "DANA"),
    "Maria de la Cruz": Name("de la Cruz", "Maria"),
    "de la Cruz, Maria": Name("de la Cruz", "Maria"),
    "Cruz, Maria de la": Name("de la Cruz", "Maria"),
    "Mary Ann St. John": Name("St. John", "Mary", "Ann"),
    "Van Johnson": Name("Johnson", "Van"),
    "Rafael O'Neil-Nuñez": Name("O'Neil-Nuñez", "Rafael"),
    "Officer Dana Lee": Name("Lee", "Dana"),
    "Lee, Sgt. Dana": Name("Lee", "Dana"),
    "Lee, Dana V.": Name("Lee", "Dana", "V."),
    "Lee": Name("Lee"),
    "  Lee ,  Dana  ": Name("Lee", "Dana"),
    "": Name(""),
}


@pytest.mark.parametrize("text", KNOWN)
def test_names_as_offices_write_them(text):
    assert split_name(text) == KNOWN[text]


word = st.from_regex(r"[A-ZÀÖÑ][a-zäñ]{4,9}", fullmatch=True).filter(lambda text: text.isalpha())
family = st.one_of(word, st.builds(lambda one, two: f"{one}-{two}", word, word), word.map(lambda w: f"de la {w}"))
suffix = st.sampled_from(["", "Jr.", "Sr.", "II", "III", "IV"])
names = st.builds(Name, family, word, st.one_of(st.just(""), word, st.sampled_from(["M.", "Q"])), suffix).filter(
    lambda name: split_name(f"{name.first} {name.first}").first == name.first  # no title, such as Chief
)


@given(names)
def test_the_parts_come_back_from_each_way_of_writing(name):
    given_name = " ".join(filter(None, (name.first, name.middle)))
    tail = f", {name.suffix}" if name.suffix else ""
    assert split_name(str(name)) == name
    assert split_name(f"{given_name} {name.last}{tail}") == name
    assert split_name(f"{name.last}, {given_name} {name.suffix}") == name
    assert split_name(f"{name.last} {name.suffix}, {given_name}") == name


@given(st.lists(word, min_size=1, max_size=5))
def test_no_word_of_a_name_is_lost(words):
    name = split_name(" ".join(words))
    titles = 0 if str(name).split() == words else len(words) - len(str(name).split())
    assert str(name).split() == words[titles:]


@given(st.text(max_size=40))
def test_any_text_has_parts(text):
    name = split_name(text)
    assert set(str(name).split()) <= set(text.replace(",", " ").split())
