"""Page furniture: told by its form, and never a sentence of the story."""

import time

import pytest

from dedup.text.furniture import Furniture, furniture


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("Photo: Astrid Holm / Kelmouth Courier", Furniture.CAPTION),
        ("Sunday, March 17, 2013 | 5:00 PM", Furniture.DATE),
        ("A version of this article appears in print on page A16 of the morning edition.", Furniture.NOTICE),
        ("The ferry at the quay of Lindholm. (AP Photo/Astrid Holm)", Furniture.CAPTION),
        ("A diver near the hull. Astrid Holm/Getty Images", Furniture.CAPTION),
        ("Foto: Astrid Holm", Furniture.CAPTION),
        ("Image via Kelmouth Courier", Furniture.CAPTION),
        ("READ MORE: Ferry line orders two ships", Furniture.TEASER),
        ("MORE: Ferry line orders two ships", Furniture.TEASER),
        ("También te puede interesar: El ferri encalla", Furniture.TEASER),
        ("Lesen Sie auch: Fähre läuft auf Grund", Furniture.TEASER),
        ("Click here for our page about ferries", Furniture.TEASER),
        ("Sign up for our newsletter and never miss a ferry.", Furniture.NEWSLETTER),
        ("Follow us on Twitter and Facebook", Furniture.NEWSLETTER),
        ("Síguenos en instagram", Furniture.NEWSLETTER),
        ("Share this article", Furniture.SHARE),
        ("Facebook Twitter WhatsApp", Furniture.SHARE),
        ("Comentarios", Furniture.SHARE),
        ("Advertisement", Furniture.NOTICE),
        ("- Publicidad -", Furniture.NOTICE),
        ("More follows...", Furniture.NOTICE),
        ("AP/Reuters", Furniture.BYLINE),
        ("By the Associated Press and agencies", Furniture.BYLINE),
        ("Copyright 2026 Kelmouth Courier. All rights reserved.", Furniture.COPYRIGHT),
        ("(Reporting by Astrid Holm; editing by Per Dahl)", Furniture.BYLINE),
        ("Astrid Holm in Lindholm contributed to this report.", Furniture.BYLINE),
        ("You can get in touch using the form below.", Furniture.CONTACT),
        ("Send your pictures and videos to news@kelmouth.example.", Furniture.CONTACT),
        ("Read the terms and conditions", Furniture.CONTACT),
    ],
)
def test_furniture_is_told_by_its_form(paragraph, kind):
    assert furniture([paragraph]) == [kind]


@pytest.mark.parametrize(
    "paragraph",
    [
        "A photo of the ferry showed how deep it lay.",
        "More than forty people read the report on Monday, the mayor said.",
        "LINDHOLM (Reuters) - A ferry ran aground.",
        "Share prices fell on Tuesday.",
        "More follows from this than the mayor admits.",
        "Reuters cut forty posts in Lindholm",
        "The storm contributed to the loss of the ferry.",
        "She shared the picture on Facebook, where her friends saw it.",
        "Ferry runs aground off Lindholm",
        "Ferries of May 2013",
        "Get in touch he did, and the ferry line paid.",
    ],
)
def test_sentences_headlines_bylines_and_dates_are_none(paragraph):
    assert furniture([paragraph]) == [None]


def test_links_under_a_label_end_with_the_first_sentence():
    page = [
        "The ferry is afloat.",
        "More on this:",
        "Ferry line orders ships",
        "Divers at work",
        "The band left.",
    ]
    assert furniture(page) == [None, Furniture.TEASER, Furniture.TEASER, Furniture.TEASER, None]


def test_hostile_paragraphs_are_read_in_little_time():
    started = time.process_time()
    furniture([mark * 300 for mark in ("share ", "a@", "(ap ", "/ap", "photo: a ", "sign up ", "1 of ")] * 20)
    assert time.process_time() - started < 1
