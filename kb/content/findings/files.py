"""The file and its YAML: KB1xx."""

from __future__ import annotations

from kb.content.findings.finding import error
from kb.errors import N_

FILE = (
    error(
        "KB101",
        N_("The file cannot be read (%(reason)s). Check that it is there and may be opened."),
        N_("An entry that cannot be read is missing everywhere: in search, booklet and site."),
        N_(
            "Look whether the file still exists, is a plain file, and whether you have the right "
            "to open it."
        ),
    ),
    error(
        "KB102",
        N_(
            "The file is larger than %(limit)s KB. Shorten it, and keep pictures in files of their "
            "own."
        ),
        N_(
            "An entry is a few pages of text. A file this large is probably not the one that was "
            "meant."
        ),
        N_(
            "Check that the right file was saved under this name. Split a long list over several "
            "entries."
        ),
    ),
    error(
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
    error(
        "KB104",
        N_(
            "This is not a text file. Write the entry in a text editor, and save documents and "
            "pictures under other names."
        ),
        N_("Word, PDF and picture files hold characters that no text has."),
        N_("Open the document in its own program, copy the text, and paste it into an entry."),
    ),
    error(
        "KB105",
        N_("The file begins with an invisible mark (BOM). Save it as UTF-8 without BOM."),
        N_("The mark becomes part of the first key, and some tools stumble over it."),
        N_("Choose “UTF-8” instead of “UTF-8 with BOM” when you save."),
    ),
    error(
        "KB106",
        N_("Here is an invisible character (%(value)s). Delete it and type the word again."),
        N_("Characters copied along from PDF or Word break lines, searches and printed booklets."),
        N_("Delete the characters around this place and type them again by hand."),
    ),
    error(
        "KB107",
        N_("The file is empty. Fill it in, or delete it."),
        N_("The file's name is an id, and an id without an entry leads nowhere."),
        N_("Copy another entry and change what differs."),
    ),
    error(
        "KB108",
        N_("Here is a tab. Use spaces instead, two for each step."),
        N_("YAML allows only spaces at the beginning of a line."),
        N_(
            "Delete the white space at the beginning of the line and type spaces. Most editors can "
            "turn all tabs into spaces at once."
        ),
    ),
    error(
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
    error(
        "KB110",
        N_(
            "This place cannot be read as YAML (%(reason)s). Compare it with the lines around, and "
            "put text with special characters in quotes."
        ),
        N_("From here on nobody can tell what was meant."),
        N_("Look for a missing colon, quote or bracket here or in the line above."),
    ),
    error(
        "KB111",
        N_(
            "“%(key)s” stands here a second time, first in line %(line)s. Keep one of them and "
            "put both contents there."
        ),
        N_("Only one of the two would be read, and the other would vanish without a word."),
        N_("Move what stands here up to the first place, and delete this key."),
    ),
    error(
        "KB112",
        N_("“%(key)s” has nothing after it. Write something, or delete the line."),
        N_("An empty key does not tell whether something was forgotten or does not exist."),
        N_("Delete the line where there is nothing to say. What is missing is listed anyway."),
    ),
    error(
        "KB113",
        N_(
            "The text begins with “&”, which has a meaning of its own in YAML (a mark to copy "
            "from). Put the text in quotes, or delete “&%(value)s”."
        ),
        N_("What is copied by marks is not seen where it is read, and can blow up a file."),
        N_("Write the text out where it is needed."),
    ),
    error(
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
    error(
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
    error(
        "KB116",
        N_("A second entry begins here (“---”). Put it into a file of its own."),
        N_("The file's name is the entry's id, so one file holds one entry."),
        N_("Cut everything below the line and save it under a new name."),
    ),
    error(
        "KB117",
        N_("A key is missing or is a list here. Write one word before the colon."),
        N_("Every value has a key that says what it is."),
        N_("Compare with another entry; delete “?” and brackets before the colon."),
    ),
    error(
        "KB118",
        N_("“<<” takes over keys from elsewhere. Write the keys out instead."),
        N_("What is taken over is not seen where it is read."),
        N_("Copy the keys that are meant to this place and delete “<<”."),
    ),
    error(
        "KB119",
        N_(
            "Lists and groups are nested deeper than %(limit)s steps. Check the brackets and the "
            "indentation."
        ),
        N_("No entry needs this; it is a slip, or an attack on the programs that read it."),
        N_("Compare with another entry: nothing there is nested deeper than five steps."),
    ),
    error(
        "KB120",
        N_(
            "There are more than %(limit)s faults in this file. Mend the ones above and check "
            "again."
        ),
        N_("So many faults mostly have one cause."),
        N_("Begin with the first fault of the file."),
    ),
    error(
        "KB121",
        N_(
            "A text holds a colon followed by a space. Put the whole text in quotes, or below “>-” "
            "in a line of its own."
        ),
        N_(
            "A colon with a space ends a key, so what stands before it in plain text is taken "
            "for a key."
        ),
        N_('Write title: "Kitchen: a place to meet".'),
    ),
    error(
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
    error(
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
    error(
        "KB124",
        N_(
            "Something is wrong with the brackets or commas of this list. Close every bracket, and "
            "put text with commas or brackets in quotes."
        ),
        N_("Brackets begin a list in YAML, and commas divide it."),
        N_("Write longer lists with one “- ” line for each item; there commas are harmless."),
    ),
    error(
        "KB125",
        N_("There is no space after this colon. Put one between the colon and the text."),
        N_("Without the space the whole line is taken for text."),
        N_("Write “title: Kitchen”, not “title:Kitchen”."),
    ),
    error(
        "KB126",
        N_(
            "“%(value)s” is neither a key with a colon nor part of the text above. Indent it by "
            "two spaces to make it part of the text, or write a key before it."
        ),
        N_("A line at this indentation has to begin with a key."),
        N_("Text of several lines stands below “>-”, two spaces further in than its key."),
    ),
    error(
        "KB127",
        N_("A text cannot begin with “%(value)s”. Put the text in quotes."),
        N_("It has a meaning of its own in YAML."),
        N_('Write keywords: ["@home"].'),
    ),
    error(
        "KB128",
        N_(
            "“%(value)s” means “nothing” in YAML. Delete the line, or put the word in quotes if it "
            "is the text."
        ),
        N_("An empty value does not tell whether something was forgotten or does not exist."),
        N_("Delete the line where there is nothing to say. What is missing is listed anyway."),
    ),
    error(
        "KB129",
        N_(
            "A backslash inside double quotes begins a special character, and this one is unknown. "
            "Use single quotes around the text."
        ),
        N_("“\\n”, for one, stands for a new line there."),
        N_("Write 'C:\\Data', or put the text below “>-”."),
    ),
)
