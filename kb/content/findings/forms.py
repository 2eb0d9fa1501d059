"""Forms and answers: KB7xx."""

from __future__ import annotations

from kb.content.findings.finding import error, hint
from kb.errors import N_

FORMS = (
    error(
        "KB701",
        N_(
            "“%(value)s” (%(label)s) cannot be read as a date for sure. Write the day as "
            "2019-04-03, the month as 2019-04, or only the year: 2019. If the work goes "
            "on, leave the end empty."
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
        later=N_(
            "“%(value)s” (%(label)s) is no date that can be read for sure. Write it like "
            "2019-04-03, or “tba” if the date is still to be announced."
        ),
    ),
    error(
        "KB702",
        N_("“%(value)s” (%(label)s) is no number. Write digits only, and put words into the text."),
        N_("“About 40” is a sentence, not a figure: it belongs into the text of the result."),
        N_(
            "Write the number alone. What limits it, such as “about” or “more than”, goes into "
            "the text."
        ),
        other=N_(
            "“%(value)s” (%(label)s) can be read in two ways: %(one)s or %(other)s. For "
            "thousands, leave the dot or comma out: %(other)s."
        ),
    ),
    error(
        "KB703",
        N_("“%(value)s” (%(label)s) is not in the list. Choose one that is there."),
        N_("Only words from the list are translated and found in all languages."),
        N_(
            "Choose a word from the list in the form. You may write it in any language of "
            "the knowledge base."
        ),
        near=N_("“%(value)s” (%(label)s) is not in the list. Did you mean “%(near)s”?"),
        possible=N_("“%(value)s” (%(label)s) is not in the list. Possible are: %(possible)s."),
    ),
    error(
        "KB704",
        N_("“%(value)s” (%(label)s) may be one of several: %(all)s. Write the one you mean."),
        N_("One word may name several things, and nothing is guessed."),
        N_("Write the word in quotation marks above, or what stands in brackets behind it."),
    ),
    error(
        "KB705",
        N_("“%(value)s” is no answer to “%(label)s”. Write it as the help of the question says."),
        N_("The answer has another form than the field in the entry."),
        N_("Compare with the example of the question, or leave the answer out."),
    ),
    hint(
        "KB706",
        N_("“%(value)s” (%(label)s) was read as %(read)s. Check that this is right."),
        N_("What is not taken exactly as it was typed should be seen by somebody."),
        N_("If it is right, there is nothing to do. If not, write it as you mean it."),
        joined=N_(
            "“%(value)s” (%(label)s) was taken as one name. If these are several, give each a row "
            "of its own."
        ),
    ),
    error(
        "KB707",
        N_("“%(label)s” takes one answer, and here are several: %(value)s. Keep one."),
        N_("Nobody but you knows which of them counts."),
        N_("Delete all answers but one, or put the others where they belong."),
    ),
)

FORM_TABLES = (
    error(
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
    error(
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
    error(
        "KB742",
        N_("The cell of “%(label)s” shows an error (%(value)s). Write the answer itself."),
        N_("The program the table was made with could not calculate the cell."),
        N_("Find out what should stand there, and type it. An empty cell will do, too."),
        damaged=N_(
            "The answer to “%(label)s” has characters that cannot be read: “%(damaged)s”. Type "
            "them again."
        ),
    ),
    hint(
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
    error(
        "KB744",
        N_("The same entry “%(id)s” is meant here and in %(other)s. Keep one of the two forms."),
        N_("One would overwrite the other, and nobody could tell which was right."),
        N_(
            "Put all answers into one of them and delete the other. If they are two practices, "
            "give them different titles."
        ),
        like=N_(
            "“%(like)s” in %(other)s looks like the same practice. Keep one of the two; if they "
            "are two practices, import again with --new."
        ),
        apart=N_(
            "Rows of the entry “%(apart)s” stand here and in %(other)s. Import the two one after "
            "the other."
        ),
    ),
    error(
        "KB745",
        N_(
            "There is no practice “%(value)s” in this file. Write its title or its number as they "
            "stand in the table of practices."
        ),
        N_("Without its practice nobody can tell where the row belongs."),
        N_(
            "Write the practice's title in front of the row. Forms have a list to choose it from "
            "in the first column."
        ),
        near=N_("There is no practice “%(value)s” in this file. Did you mean “%(near)s”?"),
        empty=N_(
            "This row (%(empty)s) does not say which practice it belongs to. Write the practice's "
            "title or number into its first column."
        ),
        several=N_(
            "“%(several)s” may be one of several practices of this file. Write the number that "
            "stands before the one you mean."
        ),
        alone=N_(
            "These rows do not say which practice they belong to. Write its title or id in front "
            "of each, or import again with --as ID."
        ),
        closest=N_(
            "There is no practice “%(stranger)s” in this file, nor in the knowledge base. Did you "
            "mean “%(closest)s”?"
        ),
        stranger=N_(
            "There is no practice “%(stranger)s” in this file, nor in the knowledge base. Correct "
            "its title, or import the practice first."
        ),
        rival=N_(
            "Two practices are named here, “%(own)s” and “%(rival)s”. Keep the right one, and "
            "empty the cell of the other."
        ),
        shared=N_(
            "Several entries are called “%(shared)s”. Write the id of the one you mean into a "
            "column “id”."
        ),
    ),
    hint(
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
    error(
        "KB747",
        N_(
            "An entry like this is there already: “%(near)s” (%(id)s). If it is the same "
            "practice, import again with --as %(id)s; if it is another one, with --new."
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
        owned=N_(
            "Rows without their practice belong to an entry that is there, so --new does not fit "
            "them. Import them without it."
        ),
        faulty=N_(
            "The entry “%(faulty)s” has faults itself, so it is not changed. “kb check” lists them."
        ),
    ),
    hint(
        "KB748",
        N_(
            "The file is not saved as UTF-8 and was read as %(encoding)s. Check that å, ä, ö and ß "
            "are right: “%(value)s”."
        ),
        N_("The same file shows other letters when it is read in another encoding."),
        N_("Save the table as “CSV UTF-8”, or as an Excel workbook."),
    ),
    error(
        "KB749",
        N_("The file cannot be read as %(format)s (%(reason)s). Export or save it once more."),
        N_("From the fault on nobody can tell what was meant."),
        N_("Open the file in the program it was made with, and save it again."),
        twice=N_("“%(twice)s” stands here a second time. Keep one of the two places."),
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

FORM_FILES = (
    error(
        "KB750",
        N_("The file cannot be read (%(reason)s). Check that it is there and may be opened."),
        N_("A form that cannot be read adds nothing, and its author would never know."),
        N_("Look whether the file still exists, and whether you have the right to open it."),
        folder=N_("“%(folder)s” is no file. Name the form itself."),
    ),
    error(
        "KB751",
        N_("The file is larger than %(limit)s MB. Take out the pictures and save it again."),
        N_(
            "A filled form is small. A file this large is probably not the one that was meant, "
            "or harmful."
        ),
        N_(
            "Delete pictures and other additions, then save again. Pictures are sent as files of "
            "their own."
        ),
        unpacked=N_(
            "Unpacked, the file is far larger than a form can be (limit: %(unpacked)s MB), so it "
            "was not read. Copy the answers into a new form."
        ),
    ),
    error(
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
    error(
        "KB753",
        N_("The file is locked with a password. Save it without one, and hand it in again."),
        N_("Nobody but its author can open it."),
        N_(
            "In Word and Excel: File, Info, Protect, Encrypt with password; delete the password "
            "and save."
        ),
    ),
    error(
        "KB754",
        N_(
            "The file is damaged or incomplete. Open it in Word, Excel or LibreOffice, save it "
            "again, or ask for it once more."
        ),
        N_("Files get damaged when a download or an upload breaks off."),
        N_("Have the file sent again. If it opens on your computer, save it under a new name."),
        empty=N_("The file is empty. Ask for it once more."),
    ),
    error(
        "KB755",
        N_("The file has macros, so it was not read. Save it as .docx or .xlsx, without macros."),
        N_("Macros are programs. A form needs none, and they may do harm."),
        N_("Choose File, Save as, and the plain format: “Word document” or “Excel workbook”."),
    ),
    error(
        "KB756",
        N_(
            "In the file there is something that Word and Excel never write (%(detail)s), so it "
            "was not read. Copy the answers into a new form."
        ),
        N_("Such files are made to do harm where they are opened."),
        N_("Make a new form with “kb form”, and copy the answers into it."),
    ),
    error(
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
    error(
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
            "the answers into it. If it was made here, before this base was renamed, add "
            "“%(other)s” to form_marks in practices/kb.yaml."
        ),
        newer=N_(
            "This form was made by a newer version of this program (form %(newer)s). Install that "
            "version, or copy the answers into a new form."
        ),
    ),
    hint(
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
    hint(
        "KB760",
        N_(
            "“%(label)s” of the entry “%(id)s” has more rows (%(before)s) than this file "
            "(%(after)s). Those that are not in the file are deleted; put them into it if they are "
            "to stay."
        ),
        N_("Who hands in new rows alone may think that they are added to those that are there."),
        N_(
            "Look at the difference. “kb form --entry ID -o form.xlsx” makes a workbook with all "
            "rows the entry has; add yours there."
        ),
    ),
    hint(
        "KB761",
        N_(
            "“%(like)s” in the same file (%(other)s) looks like the same practice. If it is, keep "
            "one of the two."
        ),
        N_("Two entries about one practice drift apart, and readers find only one of them."),
        N_("Delete one of the two. If they are two practices, there is nothing to do."),
        same=N_("This form says the same as %(same)s, so only one of the two is needed."),
    ),
    hint(
        "KB762",
        N_(
            "%(figure)s cited source %(number)s, which is not in the list any more, so it has lost "
            "this number. Write that of another source if there is one."
        ),
        N_("A figure counts for what its source is worth, and must not cite another one unseen."),
        N_(
            "Compare figure and source. The number counts the sources in their list, from 1; when "
            "they are moved or deleted, the numbers of the figures follow them."
        ),
        other=N_(
            "%(figure)s cites number %(other)s as before, but another source has this number now. "
            "Correct the number if the old source is meant."
        ),
        after=N_(
            "%(figure)s cites number %(after)s now instead of %(number)s, because its source has "
            "another place in the list."
        ),
    ),
    hint(
        "KB763",
        N_(
            "The entry “%(id)s” has changed since this form was made, and the form would take back "
            "what was written since: %(fields)s. Make a new form with “kb form --entry %(id)s”, "
            "or import this one again with --as %(id)s if it is right."
        ),
        N_("A form is as old as the day it was made; what others wrote must not vanish unseen."),
        N_(
            "Copy the answers into a new form. Answers that only one side has changed come "
            "together by themselves."
        ),
    ),
)
