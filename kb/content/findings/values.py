"""Keys and values: KB2xx."""

from __future__ import annotations

from kb.content.findings.finding import error
from kb.errors import N_

VALUES = (
    error(
        "KB201",
        N_(
            "The key “%(key)s” is unknown here. Delete it, or look up the keys in the list of "
            "fields."
        ),
        N_("A mistyped key would vanish without a word."),
        N_(
            "Compare the spelling and the indentation with another entry; keys are English. All "
            "keys stand in the list of fields."
        ),
        near=N_("The key “%(key)s” is unknown here. Did you mean “%(near)s”?"),
        outer=N_(
            "The key “%(key)s” is unknown here; it belongs further out. Move it to the left, so "
            "that it begins below “%(outer)s”."
        ),
        possible=N_("The key “%(key)s” is unknown here. Possible keys are: %(possible)s."),
        home=N_(
            "The key “%(key)s” is unknown here; it belongs to “%(home)s”. Indent it so that "
            "it stands below “%(home)s”."
        ),
    ),
    error(
        "KB202",
        N_("“%(key)s” is missing. Add a line “%(key)s: …”."),
        N_("Without it the record cannot be read, found or shown."),
        N_("The list of fields says what belongs there."),
        label=N_("“%(label)s” needs an answer."),
    ),
    error(
        "KB203",
        N_(
            "“%(key)s” wants a list, even for a single value. Write each item in a line of its own "
            "that begins with “- ”, or all in brackets: [one, two]."
        ),
        N_("Otherwise nobody could tell one item with a comma from two items."),
        N_("Put “- ” before each item, in a new line below the key, indented by two spaces."),
    ),
    error(
        "KB204",
        N_(
            "“%(key)s” wants keys of its own below it, and not a plain text or list. Look up its "
            "keys in the list of fields and indent them by two spaces."
        ),
        N_("It consists of several values, each with a name."),
        N_(
            "Compare with another entry. A list of such groups has “- ” before the first key of "
            "each."
        ),
        file=N_(
            "The file holds a text or a list, but a record begins with keys such as “title: "
            "…”. Begin each line with a key, a colon and a space."
        ),
    ),
    error(
        "KB205",
        N_(
            "“%(key)s” wants a single text or number here, not a list or keys. Write it in one "
            "line, or put it in quotes if it holds a colon or brackets."
        ),
        N_("It has exactly one value."),
        N_(
            "Delete the “- ” or the brackets. If several values are meant, look up in the list of "
            "fields which key takes a list."
        ),
    ),
    error(
        "KB206",
        N_("“%(value)s” is not possible for “%(key)s”. Choose one of: %(allowed)s."),
        N_("Only fixed words can be counted, filtered and translated."),
        N_(
            "Use one of the words of the list, in English and in lower case; readers see them in "
            "their language."
        ),
        near=N_(
            "“%(value)s” is not possible for “%(key)s”. Did you mean “%(near)s”? Choose one "
            "of: %(allowed)s."
        ),
    ),
    error(
        "KB207",
        N_(
            "“%(value)s” is not a date the program reads. Write it like 2016-10-14, 2016-10 or "
            "2016."
        ),
        N_("Dates written differently from country to country cannot be compared."),
        N_(
            "Year, month and day with hyphens and leading zeros; leave out what is not known. For "
            "events “tba” stands for “to be announced”."
        ),
        near=N_("“%(value)s” is not a date the program reads. Write %(near)s."),
        impossible=N_("The day “%(value)s” does not exist. Look the date up again."),
    ),
    error(
        "KB208",
        N_("“%(value)s” is not a plain amount. Write it like 18000 or 18000.50."),
        N_("A point means thousands in one country and cents in another."),
        N_("Only digits, and a point before cents. The currency stands in its own key."),
        near=N_("“%(value)s” is not a plain amount. Write %(near)s."),
    ),
    error(
        "KB209",
        N_("“%(value)s” is not a plain number. Write digits, with a point before decimals."),
        N_("Words and thousands separators cannot be counted."),
        N_(
            "Write 1500 or 47.245. What the number means stands in other keys, such as indicator "
            "and unit."
        ),
        near=N_("“%(value)s” is not a plain number. Write %(near)s."),
    ),
    error(
        "KB210",
        N_(
            "“%(value)s” is not a web address. Begin it with https:// or http:// and leave no "
            "spaces in it."
        ),
        N_("Only complete addresses can be opened by every reader."),
        N_("Copy the address from the address bar of the browser."),
        near=N_("“%(value)s” is not a web address. Write %(near)s."),
    ),
    error(
        "KB211",
        N_("“%(value)s” is not a language tag. Write it like de-AT, fi, sv-FI or en."),
        N_("The tag decides how a text is searched, hyphenated, read aloud and translated."),
        N_("Two small letters for the language; for a region a hyphen and two capitals."),
        near=N_("“%(value)s” is not a language tag. Did you mean %(near)s?"),
    ),
    error(
        "KB212",
        N_("“%(value)s” is not a country code. Write two capitals, such as AT, DE, FI or SE."),
        N_("Codes are the same in every language and can be filtered."),
        N_("Take the code from ISO 3166-1 alpha-2."),
        near=N_("“%(value)s” is not a country code. Did you mean %(near)s?"),
    ),
    error(
        "KB213",
        N_(
            "“%(value)s” is not a NUTS code. Write the country's two letters and up to three "
            "more characters, such as AT334."
        ),
        N_("The code places the entry in its region on maps and in statistics."),
        N_("Look it up in the list NUTS 2021 of Eurostat."),
    ),
    error(
        "KB214",
        N_("“%(value)s” is not an id. Write small letters a to z, digits and single hyphens."),
        N_("Ids stand in file names and web addresses, which know neither spaces nor umlauts."),
        N_("Write the id of the other record exactly as its file is called, without “.yaml”."),
        near=N_(
            "“%(value)s” is not an id. Write small letters a to z, digits and single hyphens, such "
            "as “%(near)s”."
        ),
    ),
    error(
        "KB215",
        N_("“%(key)s” is an empty text. Write something, or delete the line."),
        N_("An empty text is shown as a gap."),
        N_("Delete the line where there is nothing to say."),
    ),
    error(
        "KB216",
        N_("“%(value)s” is not a currency code. Write three capitals, such as EUR or SEK."),
        N_("Codes are the same in every language; each writes its own sign from them."),
        N_("Take the code from ISO 4217."),
    ),
    error(
        "KB217",
        N_("The id is the file's name and is not written inside. Delete this line."),
        N_("An id in two places would differ sooner or later."),
        N_(
            "Delete the line. To change an id, rename the file and list the old id under "
            "former_ids."
        ),
    ),
    error(
        "KB218",
        N_(
            "“%(key)s” has too few or too many values. Look up in the list of fields how many "
            "there are."
        ),
        N_("Their order says what each of them means."),
        N_("The bounds of a country, for one, are four numbers: south, west, north, east."),
    ),
    error(
        "KB219",
        N_(
            "The value of “%(key)s” does not fit (%(reason)s). Look up in the list of fields what "
            "belongs there."
        ),
        N_("The record cannot be read with this value."),
        N_("Compare with another entry."),
        label=N_(
            "The answer to “%(label)s” does not fit (%(reason)s). Write it as the help of the "
            "question says."
        ),
    ),
    error(
        "KB220",
        N_("There is no finding “%(value)s”. Write its code as it was told, such as KB501."),
        N_("An exception for a finding that does not exist hides nothing."),
        N_("All codes stand in the list of findings."),
    ),
    error(
        "KB221",
        N_(
            "“%(value)s” is not a mark of forms. Write eight signs (0–9, a–f), as they stand in "
            "the last line of a form between kb1/ and the language."
        ),
        N_("Without a right mark, the forms of this base are not known when they come back."),
        N_(
            "Copy the mark from a form that was made here. Without form_marks, forms are known by "
            "the name of the base."
        ),
    ),
)
