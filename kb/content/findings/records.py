"""Inside one record and between records: KB3xx and KB4xx."""

from __future__ import annotations

from kb.content.findings.finding import error, hint
from kb.errors import N_

INSIDE = (
    error(
        "KB301",
        N_("The end %(end)s lies before the start %(start)s. Correct one of the two dates."),
        N_("Periods are sorted, filtered and drawn by their dates."),
        N_("Look the dates up in the source again; often two digits are swapped."),
    ),
    error(
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
    error(
        "KB303",
        N_(
            "The NUTS code %(value)s does not belong to %(country)s. Correct the code or the "
            "country."
        ),
        N_("The entry would be found in the wrong country."),
        N_("The first two letters of the code are those of the country."),
    ),
    error(
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
    error(
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
    error(
        "KB306",
        N_(
            "The entry is published but names no source. Add one under “sources”, or set the "
            "status to draft."
        ),
        N_("Readers need to see where the facts come from."),
        N_("A web page, a report or a conversation with a date will do."),
    ),
    error(
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
    error(
        "KB308",
        N_("The file name “%(id)s” does not fit. Rename the file to “%(wanted)s.yaml”."),
        N_("The file's name is the entry's id; it stands in web addresses and other entries."),
        N_(
            "Small letters a to z, digits and single hyphens. A practice's name begins with its "
            "country folder: at-… in practices/at/. List the old name under former_ids if others "
            "already use it."
        ),
    ),
    error(
        "KB309",
        N_("The id “%(id)s” is used twice; it stands in %(other)s too. Rename one of the two."),
        N_("Nobody could tell which of the two is meant."),
        N_("Give the newer one another id."),
    ),
    error(
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
    hint(
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
    hint(
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
    error(
        "KB313",
        N_(
            "The location is in %(country)s but the file lies in the folder “%(folder)s”. Correct "
            "the country, or move the file."
        ),
        N_("Country and folder have to say the same, or the entry is found in two countries."),
        N_("Practices of Austria lie in practices/at/, and so on."),
    ),
    error(
        "KB314",
        N_("“%(key)s” is given without “%(other)s”. Add it, or delete both."),
        N_("A place on the map needs latitude and longitude."),
        N_("Copy both from a map; lat is the northern one."),
        label=N_("Latitude and longitude belong together. Write both, or neither."),
    ),
    error(
        "KB315",
        N_(
            "The knowledge base is written in format %(value)s, and this program reads format "
            "%(known)s. Install the newer program, or correct “schema”."
        ),
        N_("A newer format may hold what this program would lose."),
        N_("Update the program. The number changes only together with the files."),
    ),
    error(
        "KB351",
        N_(
            "The status is “%(value)s”, but the last step led to “%(reached)s”. Correct the "
            "status, or add the step that is missing."
        ),
        N_("Who is answerable for an entry's status, and since when, has to stand in the entry."),
        N_("“kb status ID published --by NAME” changes both at once."),
    ),
    error(
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
    error(
        "KB353",
        N_(
            "This step is dated %(value)s, and the one above it %(before)s. Put the steps in "
            "order, the latest last, or correct the date."
        ),
        N_("The last step says how far the entry is."),
        N_("Steps stand in the order they were taken. A new one comes at the end."),
    ),
    error(
        "KB354",
        N_("The step is dated %(value)s, which is still to come. Write the day it was taken."),
        N_("A step stands in the entry once it was taken, not when it is planned."),
        N_("Correct the date; look at year and month first."),
    ),
)

BETWEEN = (
    error(
        "KB401",
        N_("Unknown topic “%(value)s”. Choose one from practices/vocabulary/topics.yaml."),
        N_("Only known topics have labels in every language and can be filtered."),
        N_("Use the id of the topic, in English and small letters; readers see its label."),
        near=N_("Unknown topic “%(value)s”. Did you mean “%(near)s”?"),
    ),
    error(
        "KB402",
        N_(
            "Unknown target group “%(value)s”. Choose one from "
            "practices/vocabulary/target-groups.yaml."
        ),
        N_("Only known groups have labels in every language and can be filtered."),
        N_("Use the id of the group, in English and small letters; readers see its label."),
        near=N_("Unknown target group “%(value)s”. Did you mean “%(near)s”?"),
    ),
    error(
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
    error(
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
    error(
        "KB405",
        N_(
            "Unknown project “%(value)s”. Use the name of a file in practices/projects/, or delete "
            "the reference."
        ),
        N_("The reference leads nowhere."),
        N_("A project's id is the name of its file without “.yaml”."),
        near=N_("Unknown project “%(value)s”. Did you mean “%(near)s”?"),
    ),
    error(
        "KB406",
        N_("The entry refers to itself (“%(value)s”). Delete the reference."),
        N_("Readers would be led in a circle."),
        N_("Name another entry that helps the reader next, or none."),
    ),
    hint(
        "KB407",
        N_(
            "This published entry refers to “%(value)s”, which is not published. Publish that one, "
            "or delete the reference."
        ),
        N_("The public cannot see the other entry, so the reference is not shown."),
        N_("Set “status: published” there once it is complete."),
    ),
    error(
        "KB408",
        N_("Unknown broader concept “%(value)s”. Use an id of the same vocabulary."),
        N_("The concept would hang in the air."),
        N_("Check the spelling of the id after “broader”, or delete the line."),
        near=N_("Unknown broader concept “%(value)s”. Did you mean “%(near)s”?"),
    ),
    error(
        "KB409",
        N_("“%(value)s” is broader than itself: %(circle)s. Delete “broader” at one of them."),
        N_("A concept cannot be wider and narrower than another at once."),
        N_("Decide which of the concepts is the widest; it has no “broader”."),
    ),
    hint(
        "KB410",
        N_(
            "The label “%(value)s” (%(lang)s) stands at “%(other)s” too. Keep it at the one it "
            "fits better."
        ),
        N_("Who searches for the word gets both concepts."),
        N_("Delete the label at one of the two, or make the labels more exact."),
    ),
    hint(
        "KB411",
        N_("“%(value)s” has no label in: %(missing)s. Add one for each of these languages."),
        N_("Readers of these languages see a label of another one."),
        N_("Add the language under “labels” with “preferred: …”."),
    ),
    error(
        "KB412",
        N_(
            "The former id “%(value)s” is in use at “%(other)s”. Delete it here, or rename the "
            "other one."
        ),
        N_("Old links could lead to two records."),
        N_("An id is never given again to another record."),
    ),
)
