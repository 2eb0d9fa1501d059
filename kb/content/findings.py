"""Every finding the knowledge base knows: its code, sentence, severity, reason and cure.

The sentences are for people who write about their work, not for programmers. Each ends with how to
mend the fault. They are marked for translation here and translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kb.errors import N_, Issue


class Severity(StrEnum):
    """Whether a finding keeps an entry out, or is only a hint."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault."""

    code: str
    severity: Severity
    sentence: str
    """With named places for the values, such as `%(value)s`."""
    why: str
    """Why this is a fault at all."""
    cure: str
    """How to mend it, at more length than the sentence."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Sentences told instead when an issue carries the value of this name: `near`, for one."""

    def sentence_for(self, params: Mapping[str, str]) -> str:
        """The sentence that fits the values an issue carries."""
        for name, sentence in self.variants.items():
            if params.get(name):
                return sentence
        return self.sentence


GROUPS: Mapping[str, str] = {
    "KB1": "The file and its YAML",
    "KB2": "Keys and values",
    "KB3": "Inside one record",
    "KB4": "Between records",
    "KB5": "Hints for good entries",
    "KB6": "Translations",
    "KB7": "Forms and answers",
}
"""Headings by the first three characters of the codes."""


def get_finding(code: str) -> Finding:
    """The finding with this code; raises KeyError for a code nobody defined."""
    return FINDINGS[code]


def is_error(issue: Issue) -> bool:
    """Whether an issue is an error, and not only a hint."""
    return get_finding(issue.code).severity is Severity.ERROR


def describe(issue: Issue, translate: Callable[[str], str] = str) -> str:
    """The sentence of an issue with its values.

    Args:
        issue: what was found.
        translate: turns the sentence into the reader's language, English without it.
    """
    return translate(get_finding(issue.code).sentence_for(issue.params)) % _Params(issue.params)


class _Params(dict[str, str]):
    """Values for a sentence; one that a caller forgot shows as "…" instead of breaking it."""

    def __missing__(self, key: str) -> str:
        return "…"


def _error(code: str, sentence: str, why: str, cure: str, **variants: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence, why, cure, variants)


def _hint(code: str, sentence: str, why: str, cure: str, **variants: str) -> Finding:
    return Finding(code, Severity.WARNING, sentence, why, cure, variants)


_FILE = (
    _error(
        "KB101",
        N_("The file cannot be read (%(reason)s). Check that it is there and may be opened."),
        N_("An entry that cannot be read is missing everywhere: in search, booklet and site."),
        N_(
            "Look whether the file still exists, is a plain file, and whether you have the right "
            "to open it."
        ),
    ),
    _error(
        "KB102",
        N_(
            "The file is larger than %(limit)s KB. Shorten it, and keep pictures in files of their "
            "own."
        ),
        N_("An entry is a few pages of text. A file this large is something else by mistake."),
        N_(
            "Check that the right file was saved under this name. Split a long list over several "
            "entries."
        ),
    ),
    _error(
        "KB103",
        N_(
            "The file is not saved as UTF-8; the first wrong character is this one, perhaps "
            "“%(value)s”. Save the file again with the encoding UTF-8."
        ),
        N_("Umlauts and å, ö, ä turn into others when the encoding is guessed."),
        N_(
            "In Notepad: Save as, Encoding: UTF-8. In other editors look for “Encoding” in the "
            "File menu or in the bar at the bottom."
        ),
        encoding=N_("The file is saved as %(encoding)s. Save it again with the encoding UTF-8."),
    ),
    _error(
        "KB104",
        N_(
            "This is not a text file. Write the entry in a text editor, and save documents and "
            "pictures under other names."
        ),
        N_("Word, PDF and picture files hold characters that no text has."),
        N_("Open the document in its own program, copy the text, and paste it into an entry."),
    ),
    _error(
        "KB105",
        N_("The file begins with an invisible mark (BOM). Save it as UTF-8 without BOM."),
        N_("The mark becomes part of the first key, and some tools stumble over it."),
        N_("Choose “UTF-8” instead of “UTF-8 with BOM” when you save."),
    ),
    _error(
        "KB106",
        N_("Here is an invisible character (%(value)s). Delete it and type the word again."),
        N_("Characters copied along from PDF or Word break lines, searches and printed booklets."),
        N_("Delete the characters around this place and type them again by hand."),
    ),
    _error(
        "KB107",
        N_("The file is empty. Fill it in, or delete it."),
        N_("The file's name is an id, and an id without an entry leads nowhere."),
        N_("Copy another entry and change what differs."),
    ),
    _error(
        "KB108",
        N_("Here is a tab. Use spaces instead, two for each step."),
        N_("YAML allows only spaces at the beginning of a line."),
        N_(
            "Delete the white space at the beginning of the line and type spaces. Most editors can "
            "turn all tabs into spaces at once."
        ),
    ),
    _error(
        "KB109",
        N_(
            "This line is indented differently from the lines it belongs to. Begin it exactly "
            "below them, or put “>-” before a text of several lines."
        ),
        N_("Indentation decides what belongs together; one space more or less changes it."),
        N_(
            "Lines of one list or one group of keys begin in the same column. Text of several "
            "lines stands below “>-”, two spaces further in."
        ),
    ),
    _error(
        "KB110",
        N_(
            "This place cannot be read as YAML (%(reason)s). Compare it with the lines around, and "
            "put text with special characters in quotes."
        ),
        N_("From here on nobody can tell what was meant."),
        N_("Look for a missing colon, quote or bracket here or in the line above."),
    ),
    _error(
        "KB111",
        N_(
            "“%(key)s” stands here a second time, first in line %(line)s. Keep one of them and "
            "put both contents there."
        ),
        N_("Only one of the two would be read, and the other would vanish without a word."),
        N_("Move what stands here up to the first place, and delete this key."),
    ),
    _error(
        "KB112",
        N_("“%(key)s” has nothing after it. Write something, or delete the line."),
        N_("An empty key does not tell whether something was forgotten or does not exist."),
        N_("Delete the line where there is nothing to say. What is missing is listed anyway."),
    ),
    _error(
        "KB113",
        N_(
            "The text begins with “&”, which has a meaning of its own in YAML (a mark to copy "
            "from). Put the text in quotes, or delete “&%(value)s”."
        ),
        N_("What is copied by marks is not seen where it is read, and can blow up a file."),
        N_("Write the text out where it is needed."),
    ),
    _error(
        "KB114",
        N_(
            "The text begins with “*”, which has a meaning of its own in YAML (a copy of something "
            "else). Put the text in quotes, or write out what “*%(value)s” stands for."
        ),
        N_("What is copied by marks is not seen where it is read, and can blow up a file."),
        N_(
            "Write the text out where it is needed. For bold type there is no need: entries are "
            "plain text."
        ),
    ),
    _error(
        "KB115",
        N_(
            "The text begins with “!”, which has a meaning of its own in YAML (a type). Put the "
            "text in quotes, or delete “%(value)s”."
        ),
        N_(
            "Values are read as they were typed; a type changes nothing, or worse, runs code in "
            "careless programs."
        ),
        N_("Delete “!” and the word that follows it, or put the whole text in quotes."),
    ),
    _error(
        "KB116",
        N_("A second entry begins here (“---”). Put it into a file of its own."),
        N_("The file's name is the entry's id, so one file holds one entry."),
        N_("Cut everything below the line and save it under a new name."),
    ),
    _error(
        "KB117",
        N_("A key is missing or is a list here. Write one word before the colon."),
        N_("Every value has a key that says what it is."),
        N_("Compare with another entry; delete “?” and brackets before the colon."),
    ),
    _error(
        "KB118",
        N_("“<<” takes over keys from elsewhere. Write the keys out instead."),
        N_("What is taken over is not seen where it is read."),
        N_("Copy the keys that are meant to this place and delete “<<”."),
    ),
    _error(
        "KB119",
        N_(
            "Lists and groups are nested deeper than %(limit)s steps. Check the brackets and the "
            "indentation."
        ),
        N_("No entry needs this; it is a slip, or an attack on the programs that read it."),
        N_("Compare with another entry: nothing there is nested deeper than five steps."),
    ),
    _error(
        "KB120",
        N_(
            "There are more than %(limit)s faults in this file. Mend the ones above and check "
            "again."
        ),
        N_("So many faults mostly have one cause."),
        N_("Begin with the first fault of the file."),
    ),
    _error(
        "KB121",
        N_(
            "A text holds a colon followed by a space. Put the whole text in quotes, or below “>-” "
            "in a line of its own."
        ),
        N_("A colon with a space ends a key; in plain text it is taken for one."),
        N_('Write title: "Kitchen: a place to meet".'),
    ),
    _error(
        "KB122",
        N_(
            "A quote is opened here and never closed. Close it with the same mark at the end of "
            "the text."
        ),
        N_("Everything up to the end of the file is taken for one text."),
        N_(
            "Put the closing quote. A text that holds quotes itself stands best below “>-”, where "
            "no quotes are needed."
        ),
    ),
    _error(
        "KB123",
        N_(
            "Text follows after a closing quote. Put the whole text in quotes, or below “>-” in a "
            "line of its own."
        ),
        N_("A text that begins with a quote ends at the next one."),
        N_(
            "Use typographic quotes inside a text, or put it below “>-”, where quotes do no harm. "
            "An apostrophe inside single quotes is written twice."
        ),
    ),
    _error(
        "KB124",
        N_(
            "Something is wrong with the brackets or commas of this list. Close every bracket, and "
            "put text with commas or brackets in quotes."
        ),
        N_("Brackets begin a list in YAML, and commas divide it."),
        N_("Write longer lists with one “- ” line for each item; there commas are harmless."),
    ),
    _error(
        "KB125",
        N_("There is no space after this colon. Put one between the colon and the text."),
        N_("Without the space the whole line is taken for text."),
        N_("Write “title: Kitchen”, not “title:Kitchen”."),
    ),
    _error(
        "KB126",
        N_(
            "“%(value)s” is neither a key with a colon nor part of the text above. Indent it by "
            "two spaces to make it part of the text, or write a key before it."
        ),
        N_("A line at this indentation has to begin with a key."),
        N_("Text of several lines stands below “>-”, two spaces further in than its key."),
    ),
    _error(
        "KB127",
        N_("A text cannot begin with “%(value)s”. Put the text in quotes."),
        N_("It has a meaning of its own in YAML."),
        N_('Write keywords: ["@home"].'),
    ),
    _error(
        "KB128",
        N_(
            "“%(value)s” means “nothing” in YAML. Delete the line, or put the word in quotes if it "
            "is the text."
        ),
        N_("An empty value does not tell whether something was forgotten or does not exist."),
        N_("Delete the line where there is nothing to say. What is missing is listed anyway."),
    ),
    _error(
        "KB129",
        N_(
            "A backslash inside double quotes begins a special character, and this one is unknown. "
            "Use single quotes around the text."
        ),
        N_("“\\n”, for one, stands for a new line there."),
        N_("Write 'C:\\Data', or put the text below “>-”."),
    ),
)

_VALUES = (
    _error(
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
    _error(
        "KB202",
        N_("“%(key)s” is missing. Add a line “%(key)s: …”."),
        N_("Without it the record cannot be read, found or shown."),
        N_("The list of fields says what belongs there."),
        label=N_("“%(label)s” needs an answer."),
    ),
    _error(
        "KB203",
        N_(
            "“%(key)s” wants a list, even for a single value. Write each item in a line of its own "
            "that begins with “- ”, or all in brackets: [one, two]."
        ),
        N_("Otherwise nobody could tell one item with a comma from two items."),
        N_("Put “- ” before each item, in a new line below the key, indented by two spaces."),
    ),
    _error(
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
    _error(
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
    _error(
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
    _error(
        "KB207",
        N_("“%(value)s” is not a date the program reads. Write 2016-10-14, or 2016-10, or 2016."),
        N_("Dates written differently from country to country cannot be compared."),
        N_(
            "Year, month and day with hyphens and leading zeros; leave out what is not known. For "
            "events “tba” stands for “to be announced”."
        ),
        near=N_("“%(value)s” is not a date the program reads. Write %(near)s."),
        impossible=N_("The day “%(value)s” does not exist. Look the date up again."),
    ),
    _error(
        "KB208",
        N_("“%(value)s” is not a plain amount. Write 18000 or 18000.50."),
        N_("A point means thousands in one country and cents in another."),
        N_("Only digits, and a point before cents. The currency stands in its own key."),
        near=N_("“%(value)s” is not a plain amount. Write %(near)s."),
    ),
    _error(
        "KB209",
        N_("“%(value)s” is not a plain number. Write digits, with a point before decimals."),
        N_("Words and thousands separators cannot be counted."),
        N_(
            "Write 1500 or 47.245. What the number means stands in other keys, such as indicator "
            "and unit."
        ),
        near=N_("“%(value)s” is not a plain number. Write %(near)s."),
    ),
    _error(
        "KB210",
        N_(
            "“%(value)s” is not a web address. Begin it with https:// or http:// and leave no "
            "spaces in it."
        ),
        N_("Only complete addresses can be opened by every reader."),
        N_("Copy the address from the address bar of the browser."),
        near=N_("“%(value)s” is not a web address. Write %(near)s."),
    ),
    _error(
        "KB211",
        N_("“%(value)s” is not a language tag. Write de-AT, fi, sv-FI or en."),
        N_("The tag decides how a text is searched, hyphenated, read aloud and translated."),
        N_("Two small letters for the language; for a region a hyphen and two capitals."),
        near=N_("“%(value)s” is not a language tag. Did you mean %(near)s?"),
    ),
    _error(
        "KB212",
        N_("“%(value)s” is not a country code. Write two capitals, such as AT, DE, FI or SE."),
        N_("Codes are the same in every language and can be filtered."),
        N_("Take the code from ISO 3166-1 alpha-2."),
        near=N_("“%(value)s” is not a country code. Did you mean %(near)s?"),
    ),
    _error(
        "KB213",
        N_(
            "“%(value)s” is not a NUTS code. Write the country's two letters and up to three "
            "more characters, such as AT334."
        ),
        N_("The code places the entry in its region on maps and in statistics."),
        N_("Look it up in the list NUTS 2021 of Eurostat."),
    ),
    _error(
        "KB214",
        N_("“%(value)s” is not an id. Write small letters a to z, digits and single hyphens."),
        N_("Ids stand in file names and web addresses, which know neither spaces nor umlauts."),
        N_("Write the id of the other record exactly as its file is called, without “.yaml”."),
        near=N_(
            "“%(value)s” is not an id. Write small letters a to z, digits and single hyphens, such "
            "as “%(near)s”."
        ),
    ),
    _error(
        "KB215",
        N_("“%(key)s” is an empty text. Write something, or delete the line."),
        N_("An empty text is shown as a gap."),
        N_("Delete the line where there is nothing to say."),
    ),
    _error(
        "KB216",
        N_("“%(value)s” is not a currency code. Write three capitals, such as EUR or SEK."),
        N_("Codes are the same in every language; each writes its own sign from them."),
        N_("Take the code from ISO 4217."),
    ),
    _error(
        "KB217",
        N_("The id is the file's name and is not written inside. Delete this line."),
        N_("An id in two places would differ sooner or later."),
        N_(
            "Delete the line. To change an id, rename the file and list the old id under "
            "former_ids."
        ),
    ),
    _error(
        "KB218",
        N_(
            "“%(key)s” has too few or too many values. Look up in the list of fields how many "
            "there are."
        ),
        N_("Their order says what each of them means."),
        N_("The bounds of a country, for one, are four numbers: south, west, north, east."),
    ),
    _error(
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
    _error(
        "KB220",
        N_("There is no finding “%(value)s”. Write its code as it was told, such as KB501."),
        N_("An exception for a finding that does not exist hides nothing."),
        N_("All codes stand in the list of findings."),
    ),
)

_INSIDE = (
    _error(
        "KB301",
        N_("The end %(end)s lies before the start %(start)s. Correct one of the two dates."),
        N_("Periods are sorted, filtered and drawn by their dates."),
        N_("Look the dates up in the source again; often two digits are swapped."),
    ),
    _error(
        "KB302",
        N_(
            "The coordinates %(value)s lie outside %(country)s. Check latitude (lat, north) and "
            "longitude (lon, east)."
        ),
        N_("The entry would stand in the wrong place on the map."),
        N_(
            "Latitude in the network's countries is 46 to 70, longitude 6 to 32. A point stands "
            "before the decimals."
        ),
        near=N_(
            "The coordinates %(value)s lie outside %(country)s; latitude and longitude seem "
            "to be swapped. Write %(near)s."
        ),
    ),
    _error(
        "KB303",
        N_(
            "The NUTS code %(value)s does not belong to %(country)s. Correct the code or the "
            "country."
        ),
        N_("The entry would be found in the wrong country."),
        N_("The first two letters of the code are those of the country."),
    ),
    _error(
        "KB304",
        N_(
            "There is no source number %(value)s; the list “sources” has %(count)s. Correct the "
            "number, or add the source."
        ),
        N_("Every figure leads to the place where it was read."),
        N_("Sources are counted from 1, in the order of the list."),
        label=N_(
            "There is no source number %(value)s; the form has %(count)s. Correct the number, or "
            "add the source."
        ),
    ),
    _error(
        "KB305",
        N_(
            "The contact names a person, mail address or telephone number without consent. Add "
            "“consent: {given_on: …}”, or keep only the organisation and its web page."
        ),
        N_("Personal data may be published only if the person agreed (GDPR)."),
        N_(
            "Ask the person, and note the day of the answer under given_on. Until then delete "
            "name, email and phone."
        ),
        label=N_(
            "Here a person, a mail address or a telephone number is named without consent. Note "
            "the day the person agreed, or keep only the organisation and its web page."
        ),
    ),
    _error(
        "KB306",
        N_(
            "The entry is published but names no source. Add one under “sources”, or set the "
            "status to draft."
        ),
        N_("Readers need to see where the facts come from."),
        N_("A web page, a report or a conversation with a date will do."),
    ),
    _error(
        "KB307",
        N_(
            "The entry is published but lacks: %(missing)s. Fill that in, or set the status to "
            "draft."
        ),
        N_("Others can take over a practice only if these are told."),
        N_(
            "The list of fields says what belongs there. “organisations” needs one with the role "
            "lead."
        ),
    ),
    _error(
        "KB308",
        N_("The file name “%(id)s” does not fit. Rename the file to “%(wanted)s.yaml”."),
        N_("The file's name is the entry's id; it stands in web addresses and other entries."),
        N_(
            "Small letters a to z, digits and single hyphens. A practice's name begins with its "
            "country folder: at-… in practices/at/. List the old name under former_ids if others "
            "already use it."
        ),
    ),
    _error(
        "KB309",
        N_("The id “%(id)s” is used twice; it stands in %(other)s too. Rename one of the two."),
        N_("Nobody could tell which of the two is meant."),
        N_("Give the newer one another id."),
    ),
    _error(
        "KB310",
        N_(
            "Neither partner nor name is given. Write “partner: …” with the id of a partner, or "
            "“name: …”."
        ),
        N_("An organisation without a name cannot be shown."),
        N_(
            "Organisations that appear often have a file in practices/partners/; its name is the "
            "id."
        ),
        label=N_("This organisation has no name. Write it, or choose one of the partners."),
    ),
    _hint(
        "KB311",
        N_(
            "The figure %(value)s lacks: %(missing)s. Say what it counts, and whether it was "
            "reported or is a target."
        ),
        N_("A number alone is easily misread, and targets are not results."),
        N_("Add “indicator: …” and “kind: reported” or “kind: target”."),
        label=N_(
            "The figure %(value)s says too little. Say what it counts, and whether it was reached "
            "or only aimed at."
        ),
    ),
    _hint(
        "KB312",
        N_(
            "Coordinates are given without precision. Add “precision: exact”, “municipality” or "
            "“region”."
        ),
        N_("A dot on the map looks exact even if it only means the region."),
        N_(
            "Use region for the middle of a region, municipality for a village or town, exact for "
            "a door."
        ),
        label=N_(
            "Say what the coordinates point at: the very place, the municipality or the region."
        ),
    ),
    _error(
        "KB313",
        N_(
            "The location is in %(country)s but the file lies in the folder “%(folder)s”. Correct "
            "the country, or move the file."
        ),
        N_("Country and folder have to say the same, or the entry is found in two countries."),
        N_("Practices of Austria lie in practices/at/, and so on."),
    ),
    _error(
        "KB314",
        N_("“%(key)s” is given without “%(other)s”. Add it, or delete both."),
        N_("A place on the map needs latitude and longitude."),
        N_("Copy both from a map; lat is the northern one."),
        label=N_("Latitude and longitude belong together. Write both, or neither."),
    ),
    _error(
        "KB315",
        N_(
            "The knowledge base is written in format %(value)s, and this program reads format "
            "%(known)s. Install the newer program, or correct “schema”."
        ),
        N_("A newer format may hold what this program would lose."),
        N_("Update the program. The number changes only together with the files."),
    ),
    _error(
        "KB351",
        N_(
            "The status is “%(value)s”, but the last step led to “%(reached)s”. Correct the "
            "status, or add the step that is missing."
        ),
        N_("Who is answerable for an entry's status, and since when, has to stand in the entry."),
        N_("“kb status ID published --by NAME” changes both at once."),
    ),
    _error(
        "KB352",
        N_(
            "After “%(before)s” an entry cannot become “%(after)s”; it can become: %(possible)s. "
            "Add the step between the two, or correct this one."
        ),
        N_(
            "An entry is submitted before it is published, so that somebody reads it once more. A "
            "step that is left out hides who did."
        ),
        N_(
            "The order is draft, submitted, published, archived. What was submitted can go back "
            "to draft, what was published back to draft or submitted, and what was archived back "
            "to published."
        ),
    ),
    _error(
        "KB353",
        N_(
            "This step is dated %(value)s, and the one above it %(before)s. Put the steps in "
            "order, the latest last, or correct the date."
        ),
        N_("The last step says how far the entry is."),
        N_("Steps stand in the order they were taken. A new one comes at the end."),
    ),
    _error(
        "KB354",
        N_("The step is dated %(value)s, which is still to come. Write the day it was taken."),
        N_("A step stands in the entry once it was taken, not when it is planned."),
        N_("Correct the date; look at year and month first."),
    ),
)

_BETWEEN = (
    _error(
        "KB401",
        N_("Unknown topic “%(value)s”. Choose one from practices/vocabulary/topics.yaml."),
        N_("Only known topics have labels in every language and can be filtered."),
        N_("Use the id of the topic, in English and small letters; readers see its label."),
        near=N_("Unknown topic “%(value)s”. Did you mean “%(near)s”?"),
    ),
    _error(
        "KB402",
        N_(
            "Unknown target group “%(value)s”. Choose one from "
            "practices/vocabulary/target-groups.yaml."
        ),
        N_("Only known groups have labels in every language and can be filtered."),
        N_("Use the id of the group, in English and small letters; readers see its label."),
        near=N_("Unknown target group “%(value)s”. Did you mean “%(near)s”?"),
    ),
    _error(
        "KB403",
        N_(
            "Unknown partner “%(value)s”. Use the name of a file in practices/partners/, or write "
            "“name: …” instead."
        ),
        N_("The reference leads nowhere."),
        N_(
            "A partner's id is the name of its file without “.yaml”. Organisations without a file "
            "are given by name."
        ),
        near=N_("Unknown partner “%(value)s”. Did you mean “%(near)s”?"),
    ),
    _error(
        "KB404",
        N_(
            "Unknown practice “%(value)s”. Use the name of a file in practices/ without “.yaml”, "
            "or delete the reference."
        ),
        N_("The reference leads nowhere."),
        N_("Check the spelling. If the other entry was deleted, delete the reference too."),
        near=N_("Unknown practice “%(value)s”. Did you mean “%(near)s”?"),
        renamed=N_("The practice “%(value)s” is now called “%(renamed)s”. Write the new id."),
    ),
    _error(
        "KB405",
        N_(
            "Unknown project “%(value)s”. Use the name of a file in practices/projects/, or delete "
            "the reference."
        ),
        N_("The reference leads nowhere."),
        N_("A project's id is the name of its file without “.yaml”."),
        near=N_("Unknown project “%(value)s”. Did you mean “%(near)s”?"),
    ),
    _error(
        "KB406",
        N_("The entry refers to itself (“%(value)s”). Delete the reference."),
        N_("Readers would be led in a circle."),
        N_("Name another entry that helps the reader next, or none."),
    ),
    _hint(
        "KB407",
        N_(
            "This published entry refers to “%(value)s”, which is not published. Publish that one, "
            "or delete the reference."
        ),
        N_("The public cannot see the other entry, so the reference is not shown."),
        N_("Set “status: published” there once it is complete."),
    ),
    _error(
        "KB408",
        N_("Unknown broader concept “%(value)s”. Use an id of the same vocabulary."),
        N_("The concept would hang in the air."),
        N_("Check the spelling of the id after “broader”, or delete the line."),
        near=N_("Unknown broader concept “%(value)s”. Did you mean “%(near)s”?"),
    ),
    _error(
        "KB409",
        N_("“%(value)s” is broader than itself: %(circle)s. Delete “broader” at one of them."),
        N_("A concept cannot be wider and narrower than another at once."),
        N_("Decide which of the concepts is the widest; it has no “broader”."),
    ),
    _hint(
        "KB410",
        N_(
            "The label “%(value)s” (%(lang)s) stands at “%(other)s” too. Keep it at the one it "
            "fits better."
        ),
        N_("Who searches for the word gets both concepts."),
        N_("Delete the label at one of the two, or make the labels more exact."),
    ),
    _hint(
        "KB411",
        N_("“%(value)s” has no label in: %(missing)s. Add one for each of these languages."),
        N_("Readers of these languages see a label of another one."),
        N_("Add the language under “labels” with “preferred: …”."),
    ),
    _error(
        "KB412",
        N_(
            "The former id “%(value)s” is in use at “%(other)s”. Delete it here, or rename the "
            "other one."
        ),
        N_("Old links could lead to two records."),
        N_("An id is never given again to another record."),
    ),
)

_HINTS = (
    _hint(
        "KB501",
        N_(
            "“%(key)s” has %(count)s characters; up to %(limit)s are easy to read. Shorten it if "
            "you can."
        ),
        N_("Long texts do not fit cards and booklets, and every language has to translate them."),
        N_("Keep to one thought for each list item, and move detail to “context” or “resources”."),
        label=N_(
            "“%(label)s” has %(count)s characters; up to %(limit)s are easy to read. Shorten it "
            "if you can."
        ),
    ),
    _hint(
        "KB502",
        N_("The entry has %(count)s topics. Keep the %(limit)s that matter most."),
        N_("Who filters by a topic wants entries that are about it."),
        N_("Narrow topics make wider ones superfluous: these are found through the vocabulary."),
    ),
    _hint(
        "KB503",
        N_(
            "The entry should have been looked over by %(value)s. Check links, contacts and "
            "figures, and set “review”."
        ),
        N_("Old contacts and figures make readers doubt the rest."),
        N_("Write who checked and when: “review: {by: …, on: …}”."),
    ),
    _hint(
        "KB504",
        N_(
            "The exception for %(code)s at “%(id)s” is no longer needed. Delete it from "
            "exceptions.yaml."
        ),
        N_("A forgotten exception would hide the next fault of this kind."),
        N_("Delete the item from practices/exceptions.yaml."),
    ),
    _hint(
        "KB505",
        N_(
            "This file is not read because of its name or place. Practices belong in "
            "practices/<country>/ and end in “.yaml”: move or rename it."
        ),
        N_("Its author believes it is part of the knowledge base."),
        N_(
            "Country folders have two small letters, such as practices/at/. Files that are no "
            "records belong outside of practices/."
        ),
        link=N_(
            "This link leads out of the knowledge base and is not followed. Copy the file to "
            "this place instead."
        ),
    ),
    _hint(
        "KB506",
        N_("The language “%(value)s” is given without a region. Write %(near)s, for example."),
        N_("The region decides how dates and amounts are written, and how words are read aloud."),
        N_("Add a hyphen and the country's code."),
    ),
)

_TRANSLATIONS = (
    _error(
        "KB601",
        N_(
            "The catalog is damaged: this line is no part of a PO file: “%(value)s”. Mend it in "
            "your PO editor, or take the last good version."
        ),
        N_("What cannot be read is shown in another language, as if nobody had translated it."),
        N_(
            "Open the file in Poedit or run “msgfmt --check” on it: both name the line. Often a "
            "quotation mark is missing, or a conflict of versions was not resolved."
        ),
        encoding=N_("The catalog is not saved as UTF-8. Save it again with the encoding UTF-8."),
    ),
    _hint(
        "KB602",
        N_(
            "The catalog belongs to no record: there is no “%(value)s”. Note the old id under "
            "“former_ids” of the practice that was renamed, or delete the catalog."
        ),
        N_("Its translations are not shown anywhere."),
        N_(
            "If the practice was renamed, write “former_ids: [old-id]” and run “kb translate "
            "update”: the catalogs move along."
        ),
    ),
    _hint(
        "KB603",
        N_("Texts of the source are missing in this catalog. Run “kb translate update %(value)s”."),
        N_("Translators do not see what is to be translated."),
        N_("“kb translate update” adds new texts and keeps all there is."),
    ),
    _hint(
        "KB604",
        N_(
            "The comment “%(value)s” is not understood. Write “kb: ignore number: reason”, or one "
            "of: %(known)s."
        ),
        N_("A remark meant to pass over a check does nothing, and nobody notices."),
        N_(
            "After “kb: ignore” stands the kind of check, a colon, and the reason why the text is "
            "right as it is."
        ),
        reason=N_(
            "The comment “%(value)s” gives no reason. Write it behind a colon: “kb: ignore "
            "%(kind)s: because …”."
        ),
    ),
    _hint(
        "KB605",
        N_("The comment “%(value)s” is no longer needed. Delete it."),
        N_("A forgotten exception would hide the next fault of this kind."),
        N_("Delete the comment in the PO file; the check is silent without it."),
    ),
    _error(
        "KB611",
        N_(
            "“%(value)s” of the source does not stand in the translation. Write it, for example "
            "as “%(expected)s”."
        ),
        N_("Readers of the translation would go away with another fact."),
        N_(
            "Numbers, dates and amounts stand in every language, written its own way. If the "
            "text is right as it is, say so above it: “# kb: ignore number: reason”."
        ),
    ),
    _error(
        "KB612",
        N_(
            "“%(value)s” stands in the translation and not in the source. Delete it, or correct "
            "the number."
        ),
        N_("Six regions must not become five, and no figure may come from nowhere."),
        N_(
            "Compare both texts. If the translation is right as it is, say so above it: “# kb: "
            "ignore number: reason”."
        ),
    ),
    _error(
        "KB613",
        N_("The name “%(value)s” does not stand in the translation. Write it as “%(expected)s”."),
        N_("Who wants to know more looks for the organisation or place by its name."),
        N_(
            "Keep names of organisations as they are, with an explanation where it helps. Places "
            "may have their name in the other language."
        ),
    ),
    _error(
        "KB614",
        N_("“%(value)s” must stand in the translation just as in the source. Copy it."),
        N_("A changed address leads nowhere, and a changed placeholder breaks the text."),
        N_("Copy it from the source, letter by letter."),
    ),
    _hint(
        "KB615",
        N_(
            "The translation has %(count)s characters; up to %(limit)s are easy to read. Shorten "
            "it if you can."
        ),
        N_("Long texts do not fit cards and booklets."),
        N_("Say the same with fewer words. The source may have been shorter by nature."),
    ),
    _hint(
        "KB616",
        N_("The glossary says “%(expected)s” for “%(value)s”. Use it, or change the glossary."),
        N_("One thing should have one name in all entries, or readers take it for two."),
        N_(
            "“kb glossary TERM” shows definition and translations. Where the word means something "
            "else here, say so above the text: “# kb: ignore term: reason”."
        ),
    ),
    _hint(
        "KB617",
        N_("“%(value)s” has no equivalent: keep the word, and explain it: “%(expected)s”."),
        N_("A near word of another country's law would promise what is not meant."),
        N_("Write the original word and, at its first mention, the explanation in brackets."),
        explain=N_(
            "“%(value)s” is not explained anywhere in this translation. Explain it once, for "
            "example: “%(expected)s”."
        ),
    ),
    _hint(
        "KB621",
        N_("The translation of this text is older than the text itself: %(langs)s."),
        N_("Readers of that language see what was true before the edit."),
        N_(
            "Run “kb translate update”, and mend the marked texts in the PO files. Where only a "
            "typing error was corrected, “kb translate update ID --minor” keeps them valid."
        ),
    ),
    _hint(
        "KB622",
        N_("Not translated yet, by language and number of texts: %(counts)s."),
        N_("Readers of that language see another language in its place."),
        N_("“kb translate update” puts the texts into the PO files, to be translated there."),
    ),
)

_FORMS = (
    _error(
        "KB701",
        N_(
            "“%(value)s” (%(label)s) is no date that can be read for sure. Write it like "
            "2019-04-03, 2019-04 or 2019."
        ),
        N_("A guessed date would stand in the entry as if somebody knew it."),
        N_(
            "Write year, month and day with hyphens, or spell out the month. Leave out what is "
            "not known."
        ),
        other=N_(
            "“%(value)s” (%(label)s) may be %(one)s or %(other)s. Write the date with hyphens, the "
            "year first."
        ),
    ),
    _error(
        "KB702",
        N_("“%(value)s” (%(label)s) is no number. Write digits only, and put words into the text."),
        N_("“About 40” is a sentence, not a figure: it belongs into the text of the result."),
        N_(
            "Write the number alone. What limits it, such as “about” or “more than”, goes into "
            "the text."
        ),
        other=N_(
            "“%(value)s” (%(label)s) may be %(one)s or %(other)s. Write it without marks between "
            "thousands."
        ),
    ),
    _error(
        "KB703",
        N_("“%(value)s” (%(label)s) is not in the list. Choose one that is there."),
        N_("Only words from the list are translated and found in all languages."),
        N_(
            "Take the word from the list of the form. Every language of the knowledge base will do."
        ),
        near=N_("“%(value)s” (%(label)s) is not in the list. Did you mean “%(near)s”?"),
        possible=N_("“%(value)s” (%(label)s) is not in the list. Possible are: %(possible)s."),
    ),
    _error(
        "KB704",
        N_("“%(value)s” (%(label)s) may be one of several: %(all)s. Write the one you mean."),
        N_("One word may name several things, and nothing is guessed."),
        N_("Write the word in quotation marks above, or what stands in brackets behind it."),
    ),
    _error(
        "KB705",
        N_("“%(value)s” is no answer to “%(label)s”. Write it as the help of the question says."),
        N_("The answer has another form than the field in the entry."),
        N_("Compare with the example of the question, or leave the answer out."),
    ),
    _hint(
        "KB706",
        N_("“%(value)s” (%(label)s) was read as %(read)s. Check that this is right."),
        N_("What is not taken exactly as it was typed should be seen by somebody."),
        N_("If it is right, there is nothing to do. If not, write it as you mean it."),
    ),
    _error(
        "KB707",
        N_("“%(label)s” takes one answer, and here are several: %(value)s. Keep one."),
        N_("Nobody but you knows which of them counts."),
        N_("Delete all answers but one, or put the others where they belong."),
    ),
)

_FORM_FILES = (
    _error(
        "KB750",
        N_("The file cannot be read (%(reason)s). Check that it is there and may be opened."),
        N_("A form that cannot be read adds nothing, and its author would never know."),
        N_("Look whether the file still exists, and whether you have the right to open it."),
        folder=N_("“%(folder)s” is no file. Name the form itself."),
    ),
    _error(
        "KB751",
        N_("The file is larger than %(limit)s MB. Take out the pictures and save it again."),
        N_("A filled form is small. A file this large is something else by mistake, or harmful."),
        N_(
            "Delete pictures and other additions, then save again. Pictures are sent as files of "
            "their own."
        ),
        unpacked=N_(
            "Unpacked, the file is far larger than a form can be (limit: %(unpacked)s MB), so it "
            "was not read. Copy the answers into a new form."
        ),
    ),
    _error(
        "KB752",
        N_(
            "This is no Word or Excel file. Fill in the form that “kb form” makes, and save it as "
            ".docx or .xlsx."
        ),
        N_("The name of a file says little: what counts is what is in it."),
        N_(
            "Open the file in the program it was made with, and save it in the format .docx or "
            ".xlsx. Changing the ending of its name is not enough."
        ),
        picture=N_(
            "This is a %(picture)s file, from which no answers can be read. Send the form itself, "
            "saved as .docx or .xlsx."
        ),
        archive=N_(
            "This is a packed folder (%(archive)s). Unpack it, and hand in the forms in it one by "
            "one."
        ),
        other=N_("This file is in the format %(other)s. Open it, and save it as .docx or .xlsx."),
    ),
    _error(
        "KB753",
        N_("The file is locked with a password. Save it without one, and hand it in again."),
        N_("Nobody but its author can open it."),
        N_(
            "In Word and Excel: File, Info, Protect, Encrypt with password; delete the password "
            "and save."
        ),
    ),
    _error(
        "KB754",
        N_(
            "The file is damaged or incomplete. Open it in Word, Excel or LibreOffice, save it "
            "again, or ask for it once more."
        ),
        N_("Files get damaged when a download or an upload breaks off."),
        N_("Have the file sent again. If it opens on your computer, save it under a new name."),
        empty=N_("The file is empty. Ask for it once more."),
    ),
    _error(
        "KB755",
        N_("The file has macros, so it was not read. Save it as .docx or .xlsx, without macros."),
        N_("Macros are programs. A form needs none, and they may do harm."),
        N_("Choose File, Save as, and the plain format: “Word document” or “Excel workbook”."),
    ),
    _error(
        "KB756",
        N_(
            "In the file there is something that Word and Excel never write (%(detail)s), so it "
            "was not read. Copy the answers into a new form."
        ),
        N_("Such files are made to do harm where they are opened."),
        N_("Make a new form with “kb form”, and copy the answers into it."),
    ),
    _error(
        "KB757",
        N_(
            "The file takes content from another place (%(target)s), which is not followed. Paste "
            "that content as text, and save again."
        ),
        N_("What lies elsewhere can change after it was read, and looking for it may do harm."),
        N_("Break the links to other files, or copy their content into the form as plain text."),
        embedded=N_(
            "Another file is embedded in this one (%(embedded)s), which is not opened. Paste its "
            "content as text, and delete the embedded file."
        ),
    ),
    _error(
        "KB758",
        N_(
            "No question of the form was found in this file. Fill in the form that “kb form” makes."
        ),
        N_("Answers are found by the questions they belong to."),
        N_("Check that this is the right file. Leave the questions in the form as they are."),
        empty=N_(
            "The form is empty. Fill it in, save it, and hand it in again: perhaps it was sent "
            "before it was saved."
        ),
        other=N_(
            "This form belongs to another knowledge base. Make one here with “kb form”, and copy "
            "the answers into it."
        ),
        newer=N_(
            "This form was made by a newer version of this program (form %(newer)s). Install that "
            "version, or copy the answers into a new form."
        ),
    ),
    _hint(
        "KB759",
        N_(
            "“%(text)s” belongs to no question and was left out. Move it to an answer if it "
            "matters."
        ),
        N_("What somebody wrote beside the questions should not get lost unseen."),
        N_("Copy the text into the answer it belongs to, or delete it."),
        pictures=N_(
            "The form has pictures (%(pictures)s), which are not taken over. Send them as files of "
            "their own."
        ),
        placeholder=N_(
            "“%(placeholder)s” (%(label)s) looks like the hint of an empty field and was left out. "
            "Write it again if it is an answer."
        ),
    ),
)

_FORM_TABLES = (
    _error(
        "KB740",
        N_(
            "There is more in this file than a form can hold (limit: %(limit)s). Split it, or "
            "delete what does not belong there."
        ),
        N_("A form this large is a mistake, or made to do harm."),
        N_("Keep the rows and columns of the form, and copy them into a new file."),
        rows=N_(
            "The sheet “%(rows)s” has more than %(limit)s filled cells, so it was not read. Split "
            "it into several files."
        ),
        depth=N_("Lists and groups are nested deeper than %(depth)s steps. Check the brackets."),
    ),
    _error(
        "KB741",
        N_(
            "Here stands a formula (%(value)s) instead of an answer to “%(label)s”. Write the "
            "answer itself."
        ),
        N_("What a formula shows depends on other cells, and nobody checked what it shows here."),
        N_(
            "Copy the cell and paste it into the same place with “Paste special”, “Values” or "
            "“Text”. Where the text only begins with “=”, put an apostrophe before it."
        ),
        shown=N_(
            "Here stands a formula (%(value)s) that showed “%(shown)s”, instead of an answer to "
            "“%(label)s”. Write the answer itself."
        ),
    ),
    _error(
        "KB742",
        N_("The cell of “%(label)s” shows an error (%(value)s). Write the answer itself."),
        N_("The program the table was made with could not calculate the cell."),
        N_("Find out what should stand there, and type it. An empty cell will do, too."),
        damaged=N_(
            "The answer to “%(label)s” has characters that cannot be read: “%(damaged)s”. Type "
            "them again."
        ),
    ),
    _hint(
        "KB743",
        N_(
            "On the sheet “%(sheet)s” these rows are hidden, and were read all the same: %(rows)s. "
            "Delete them if they do not belong to the form."
        ),
        N_("Who looks at the table does not see what is taken from it."),
        N_("Show the rows: mark those around them, and choose “Unhide”. Then keep or delete them."),
        filled=N_(
            "The sheet “%(sheet)s” is hidden, and was read all the same. Delete it if it does not "
            "belong to the form."
        ),
        columns=N_(
            "On the sheet “%(sheet)s” these columns are hidden, and were read all the same: "
            "%(columns)s. Empty them if they do not belong to the form."
        ),
    ),
    _error(
        "KB744",
        N_("The same entry “%(id)s” is meant here and in %(other)s. Keep one of the two."),
        N_("One would overwrite the other, and nobody could tell which was right."),
        N_(
            "Put all answers into one of them and delete the other. If they are two practices, "
            "give them different titles."
        ),
    ),
    _error(
        "KB745",
        N_(
            "There is no practice “%(value)s” in this file. Write its title or its number as they "
            "stand in the table of practices."
        ),
        N_("Without its practice nobody can tell where the row belongs."),
        N_("Choose the practice from the list in the first column of the row."),
        near=N_("There is no practice “%(value)s” in this file. Did you mean “%(near)s”?"),
        empty=N_(
            "This row (%(empty)s) does not say which practice it belongs to. Write the practice's "
            "title or number into its first column."
        ),
        several=N_(
            "“%(several)s” may be one of several practices of this file. Write the number that "
            "stands before the one you mean."
        ),
    ),
    _hint(
        "KB746",
        N_(
            "“%(value)s” is no question of the form, so what stands there was left out. Move it to "
            "an answer if it matters."
        ),
        N_("What somebody wrote beside the questions should not get lost unseen."),
        N_("Correct the heading, or copy the text into the answer it belongs to."),
        near=N_(
            "“%(value)s” is no question of the form, so what stands there was left out. Did you "
            "mean “%(near)s”?"
        ),
        twice=N_(
            "This row says the same as row %(twice)s. It was taken once; delete one of the two."
        ),
    ),
    _error(
        "KB747",
        N_(
            "This looks like “%(near)s” (%(id)s), which is there already. Say with --as %(id)s "
            "that it is the same, or with --new that it is another one."
        ),
        N_("Two entries about one practice drift apart, and readers find only one of them."),
        N_("“kb show ID” shows the entry that is there. Compare the two, then import again."),
        unknown=N_(
            "The form says it belongs to the entry “%(unknown)s”, which is not there. Say with "
            "--as ID which one it is, or with --new that it is another one."
        ),
        changed=N_(
            "The entry “%(changed)s” was changed by somebody else meanwhile, so nothing was "
            "written. Import the form again."
        ),
        faulty=N_(
            "The entry “%(faulty)s” has faults itself, so it is not changed. “kb check” lists them."
        ),
    ),
    _hint(
        "KB748",
        N_(
            "The file is not saved as UTF-8 and was read as %(encoding)s. Check that å, ä, ö and ß "
            "are right: “%(value)s”."
        ),
        N_("The same bytes are other letters in another encoding."),
        N_("Save the table as “CSV UTF-8”, or as an Excel workbook."),
    ),
    _error(
        "KB749",
        N_("The file cannot be read as %(format)s (%(reason)s). Export or save it once more."),
        N_("From the fault on nobody can tell what was meant."),
        N_("Open the file in the program it was made with, and save it again."),
        twice=N_("“%(twice)s” stands here a second time. Keep one of the two."),
        value=N_("“%(value)s” is no number. Write digits, or put the text in quotes."),
        encoding=N_(
            "The file is text in an encoding that is not known for sure. Save it again as “CSV "
            "UTF-8”."
        ),
        shape=N_(
            "“%(shape)s” wants another kind of value here. A group has names with answers, a list "
            "has brackets, and an answer is a text."
        ),
    ),
)

FINDINGS: Mapping[str, Finding] = {
    one.code: one
    for group in (
        *(_FILE, _VALUES, _INSIDE, _BETWEEN, _HINTS, _TRANSLATIONS),
        *(_FORMS, _FORM_TABLES, _FORM_FILES),
    )
    for one in group
}
"""All findings by code, in order."""
