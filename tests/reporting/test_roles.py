"""In what role somebody speaks, by the words beside the name."""

import pytest

from copydesk import quotes


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“We are late,” said Deputy Transport Minister Kasimir Holt.", "official"),
        ("The pilots met. “We are late,” said Ida Brandt, a professor of law.", "expert"),
        ("“We are late,” said Ida Brandt, who heads a department at the Institute of Tides.", "expert"),
        ("“We are late,” said Ida Brandt, the owner of Brandt Lines.", "business"),
        ("“We are late,” said the activist Ida Brandt.", "civic"),
        ("“We are late,” said Ida Brandt, 40, a neighbour.", "witness"),
        ("“We are late,” said reporter Ida Brandt.", "media"),
        ("The mayor, Ida Brandt, came. It rained. “We are late,” Brandt said.", "official"),
        ("“We are late,” a source close to the talks said.", "unnamed"),
        ("“We are late,” the port authority said.", "official"),
        ("“We are late,” said Ida Brandt.", None),
        ("The minister left. “We are late,” said Ida Brandt.", None),
        ("„Wir sind spät“, sagte Bürgermeisterin Ida Brandt.", "official"),
        ("«Мы опаздываем», — заявил политолог Остап Вербинский.", "expert"),
    ],
)
def test_role(text: str, role: str | None) -> None:
    (quote,) = quotes(text)
    assert quote.speaker is not None
    assert quote.speaker_role == role


def test_what_is_no_speech_has_no_role() -> None:
    (quote,) = quotes("The minister Ida Brandt has read the book “Tides of the Strait”.")
    assert (quote.kind, quote.speaker_role) == ("title", None)
