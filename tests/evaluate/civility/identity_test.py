#!/usr/bin/python3
"""Sentences from templates, and comments with the group swapped."""
import unittest
from dataclasses import dataclass

import identity


@dataclass(frozen=True)
class Comment:
    text: str
    set: str = "made"
    line: int = 2


def swapped(text, other):
    """`text` with the group it mentions swapped for `other`, whatever key leads there."""
    for key in map(str, range(500)):
        found = identity.swap(text, key)
        if found and found[1] == other:
            return found[2]
    raise AssertionError(f"never swapped for {other}: {text}")


class Templates(unittest.TestCase):
    def test_each_term_is_in_each_sentence(self):
        made = identity.madlibs()
        self.assertEqual(len(made), len(identity.TERMS) * (len(identity.KIND) + len(identity.TOXIC)))
        self.assertEqual(len({text for *_, text in made}), len(made))
        for term, _, text in made:
            self.assertIn(term, text.lower())
            self.assertNotRegex(text, "[{}]|^[a-z]")

    def test_articles_fit(self):
        texts = {text for *_, text in identity.madlibs()}
        for start in ("I am an asian person", "I am a gay person", "I am a european person"):
            self.assertTrue(any(text.startswith(start) for text in texts), start)


class Swap(unittest.TestCase):
    def test_all_mentions_of_the_first_group_change(self):
        self.assertEqual(swapped("Two women and one man saw the women.", "men"), "Two men and one man saw the men.")

    def test_case_and_article_follow(self):
        self.assertEqual(swapped("A Mexican and MEXICAN food", "african"), "An African and AFRICAN food")
        self.assertEqual(swapped("an asian bus", "hispanic"), "a hispanic bus")

    def test_only_whole_words_are_mentions(self):
        self.assertIsNone(identity.swap("The gayest, manned whiteboard.", "1"))
        self.assertIsNone(identity.swap("Nobody is named here.", "1"))

    def test_a_comment_is_always_swapped_alike(self):
        self.assertEqual(identity.swap("a Sikh", "set:7"), identity.swap("a Sikh", "set:7"))
        others = {identity.swap("a Sikh", str(key))[1] for key in range(200)}
        self.assertEqual(others, set(identity.OTHERS["sikh"]))

    def test_a_common_term_is_not_all_there_is(self):
        rows = [Comment("women", line=at) for at in range(1000)] + [Comment("a Sikh", "other", at) for at in range(9)]
        found = identity.swaps(rows)
        self.assertEqual(sum(term == "women" for _, term, *_ in found), identity.MOST)
        self.assertEqual(sum(term == "sikh" for _, term, *_ in found), 9)


if __name__ == "__main__":
    unittest.main()
