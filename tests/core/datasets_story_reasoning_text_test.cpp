// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/chain_of_thought.h"
#include "core/datasets/grounded_text.h"
#include "tests/support/processor_time.h"

#include <QTest>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

/// "Piet:char1 | walked:char1,char2", in order.
QString mentionsOf(const GroundedText& text) {
    QStringList all;
    for (const Mention& mention : text.mentions) {
        QStringList ids;
        for (const std::string& id : mention.ids) {
            ids += QString::fromStdString(id);
        }
        all +=
            QString::fromStdString(text.text.substr(mention.begin, mention.end - mention.begin)) + ':' + ids.join(',');
    }
    return all.join(" | ");
}

std::string repeated(const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

const std::string characterTable = "## Image 1\n### Characters\n"
                                   "| Character ID | Name | Description | Emotions | Actions | Narrative Function | "
                                   "Bounding Box |\n|---|---|---|---|---|---|---|\n";

} // namespace

class DatasetsStoryReasoningTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tags_are_taken_out_and_their_words_linked_data();
    void tags_are_taken_out_and_their_words_linked();
    void images_come_by_number_data();
    void images_come_by_number();
    void text_outside_of_images_is_noticed();
    void a_megabyte_of_tags_takes_linear_time_data();
    void a_megabyte_of_tags_takes_linear_time();
    void a_box_is_four_whole_numbers_data();
    void a_box_is_four_whole_numbers();
    void tables_name_characters_objects_places_and_phases();
    void a_phase_names_its_images_data();
    void a_phase_names_its_images();
    void rows_that_do_not_fit_are_left_out();
    void sections_may_be_missing_and_images_in_any_order();
    void unknown_names_fall_back();
    void a_megabyte_of_tables_takes_linear_time();
};

void DatasetsStoryReasoningTextTest::tags_are_taken_out_and_their_words_linked_data() {
    QTest::addColumn<QString>("tagged");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("plain") << "Nobody came."
                           << "Nobody came."
                           << "";
    QTest::newRow("empty") << ""
                           << ""
                           << "";
    QTest::newRow("only tags") << "<gdo char1></gdo>"
                               << ""
                               << "";
    QTest::newRow("one of each") << "<gdo char1>Piet</gdo> <gda char1>ran</gda> to <gdl lm2>the sea</gdl>."
                                 << "Piet ran to the sea."
                                 << "Piet:char1 | ran:char1 | the sea:lm2";
    QTest::newRow("several ids") << "<gda char1 char2  obj3>met</gda>"
                                 << "met"
                                 << "met:char1,char2,obj3";
    QTest::newRow("commas between ids") << "<gda char1, char2,bg1>met</gda>"
                                        << "met"
                                        << "met:char1,char2,bg1";
    QTest::newRow("unknown ids") << "<gdo thing1 char2>it</gdo>"
                                 << "it"
                                 << "it:char2";
    QTest::newRow("no known id") << "<gdo thing1>it</gdo>"
                                 << "it"
                                 << "";
    QTest::newRow("no id") << "<gdo>it</gdo>"
                           << "it"
                           << "";
    QTest::newRow("nested") << "<gdo char1>Ana with <gdo obj1>a cup</gdo></gdo>."
                            << "Ana with a cup."
                            << "Ana with a cup:char1 | a cup:obj1";
    QTest::newRow("nested kinds") << "<gda char1>took <gdo obj1>a cup</gdo> off</gda>"
                                  << "took a cup off"
                                  << "took a cup off:char1 | a cup:obj1";
    QTest::newRow("crossing") << "<gda char1>took <gdo obj1>a</gda> cup</gdo>"
                              << "took a cup"
                              << "took a:char1 | a cup:obj1";
    QTest::newRow("unclosed ends with its sentence") << "See <gdo char1>Ana. She left."
                                                     << "See Ana. She left."
                                                     << "Ana:char1";
    QTest::newRow("unclosed at the end") << "See <gdo char1>Ana"
                                         << "See Ana"
                                         << "Ana:char1";
    QTest::newRow("two unclosed") << "<gdo char1>Ana. <gda char1>ran! Home"
                                  << "Ana. ran! Home"
                                  << "Ana:char1 | ran:char1";
    QTest::newRow("stray closing") << "So</gdo> it</gda> is</gdl>."
                                   << "So it is."
                                   << "";
    QTest::newRow("stray signs") << "5 < 6 & <b>7</b> > 3 <gdo char1>A<B</gdo>"
                                 << "5 < 6 & <b>7</b> > 3 A<B"
                                 << "A<B:char1";
    QTest::newRow("unfinished tag") << "He saw <gdo char1"
                                    << "He saw <gdo char1"
                                    << "";
    QTest::newRow("unknown tags stay") << "<gdx char1>a</gdx> <gd>b"
                                       << "<gdx char1>a</gdx> <gd>b"
                                       << "";
    QTest::newRow("image tags go") << "<gdi image1>a</gdi> b"
                                   << "a b"
                                   << "";
    QTest::newRow("white space around words") << " \n<gdo char1> Ana </gdo> left \n"
                                              << "Ana  left"
                                              << "Ana:char1";
    QTest::newRow("white space alone") << "a <gdo char1> </gdo>b"
                                       << "a  b"
                                       << "";
    QTest::newRow("line feeds") << "a\n\n\n\n<gdo char1>b</gdo>\n\nc"
                                << "a\n\nb\n\nc"
                                << "b:char1";
    QTest::newRow("many bytes per letter") << "<gdo char1>小林</gdo> und <gdo char2>Tomás</gdo>"
                                           << "小林 und Tomás"
                                           << "小林:char1 | Tomás:char2";
}

void DatasetsStoryReasoningTextTest::tags_are_taken_out_and_their_words_linked() {
    QFETCH(const QString, tagged);
    QFETCH(const QString, text);
    QFETCH(const QString, mentions);
    const GroundedText read = parseGroundedText(tagged.toStdString());
    QCOMPARE(QString::fromStdString(read.text), text);
    QCOMPARE(mentionsOf(read), mentions);
}

void DatasetsStoryReasoningTextTest::images_come_by_number_data() {
    QTest::addColumn<QString>("tagged");
    QTest::addColumn<QString>("images");
    QTest::newRow("none") << "Once upon a time."
                          << "";
    QTest::newRow("as published") << "<gdi image1>\na\n</gdi>\n\n<gdi image2>\nb\n</gdi>"
                                  << "1=a;2=b;";
    QTest::newRow("any order") << "<gdi image10>c</gdi><gdi image2>b</gdi><gdi image1>a</gdi>"
                               << "1=a;2=b;10=c;";
    QTest::newRow("unclosed") << "<gdi image1>a <gdi image2>b"
                              << "1=a;2=b;";
    QTest::newRow("twice") << "<gdi image1>a</gdi><gdi image2>b</gdi><gdi image1>c</gdi>"
                           << "1=a c;2=b;";
    QTest::newRow("empty") << "<gdi image1></gdi>"
                           << "1=;";
    QTest::newRow("no number") << "<gdi image>a</gdi>"
                               << "";
    QTest::newRow("a number that no int holds") << "<gdi image99999999999999999999>a</gdi>"
                                                << "2147483647=a;";
}

void DatasetsStoryReasoningTextTest::images_come_by_number() {
    QFETCH(const QString, tagged);
    QFETCH(const QString, images);
    QString read;
    for (const GroundedText& image : parseGroundedStory(tagged.toStdString()).images) {
        read += QStringLiteral("%1=%2;").arg(image.image).arg(QString::fromStdString(image.text));
    }
    QCOMPARE(read, images);
}

void DatasetsStoryReasoningTextTest::text_outside_of_images_is_noticed() {
    QVERIFY(!parseGroundedStory("\n<gdi image1>a</gdi>\n\n<gdi image2>b</gdi> \n").hasTextOutsideOfImages);
    QVERIFY(parseGroundedStory("Title <gdi image1>a</gdi>").hasTextOutsideOfImages);
    QVERIFY(parseGroundedStory("<gdi image1>a</gdi> and <gdi image2>b</gdi>").hasTextOutsideOfImages);
    QVERIFY(parseGroundedStory("<gdi image1>a</gdi> The end.").hasTextOutsideOfImages);
    const GroundedStory twice =
        parseGroundedStory("<gdi image1><gdo char1>A</gdo></gdi><gdi image1> <gdo char2>B</gdo>");
    QCOMPARE(mentionsOf(twice.images.at(0)), QStringLiteral("A:char1 | B:char2"));
}

void DatasetsStoryReasoningTextTest::a_megabyte_of_tags_takes_linear_time_data() {
    QTest::addColumn<std::string>("part");
    QTest::addColumn<std::string>("end");
    QTest::newRow("nested and never closed") << std::string("<gdo char1>a ") << std::string();
    QTest::newRow("nested and closed") << std::string("<gdo char1>") << "a" + repeated("</gdo>", 90'000);
    QTest::newRow("closed only") << std::string("</gda>") << std::string("a");
    QTest::newRow("never ending") << std::string("<gdo char1 ") << std::string();
    QTest::newRow("before white space") << std::string("<gdl bg1>") << std::string(1'000'000, ' ');
    QTest::newRow("one line") << std::string("word ") << std::string("end");
    QTest::newRow("images that never end") << std::string("<gdi image1") << std::string();
    QTest::newRow("the same image") << std::string("<gdi image1>a") << std::string();
    QTest::newRow("digits") << std::string("1") << std::string();
}

void DatasetsStoryReasoningTextTest::a_megabyte_of_tags_takes_linear_time() {
    QFETCH(const std::string, part);
    QFETCH(const std::string, end);
    const std::string tagged = "<gdi image" + repeated(part, static_cast<int>(1'000'000 / part.size())) + end;
    const test::ProcessorTime spent;
    const GroundedText text = parseGroundedText(tagged);
    const GroundedStory story = parseGroundedStory("<gdi image1>" + tagged);
    QVERIFY2(spent.milliseconds() < 2'000, qPrintable(QString::number(spent.milliseconds())));
    QVERIFY(text.text.size() <= tagged.size());
    QVERIFY(!story.images.empty());
}

void DatasetsStoryReasoningTextTest::a_box_is_four_whole_numbers_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("box");
    QTest::newRow("as published") << "10,20,110,70"
                                  << "0.1 0.2 1 0.5";
    QTest::newRow("blanks") << " 10, 20 ,110, 70 "
                            << "0.1 0.2 1 0.5";
    QTest::newRow("beyond the picture") << "-50,20,400,70"
                                        << "0 0.2 1 0.5";
    QTest::newRow("three") << "10,20,110"
                           << "none";
    QTest::newRow("five") << "10,20,110,70,3"
                          << "none";
    QTest::newRow("fractions") << "1.5,20,110,70"
                               << "none";
    QTest::newRow("words") << "N/A"
                           << "none";
    QTest::newRow("a missing number") << "10,,110,70"
                                      << "none";
    QTest::newRow("a number that no int holds") << "10,20,99999999999999999999,70"
                                                << "none";
    QTest::newRow("the largest numbers") << "-2147483648,-2147483648,2147483647,2147483647"
                                         << "0 0 1 1";
    QTest::newRow("no area") << "10,20,10,70"
                             << "none";
    QTest::newRow("turned around") << "110,70,10,20"
                                   << "none";
}

void DatasetsStoryReasoningTextTest::a_box_is_four_whole_numbers() {
    QFETCH(const QString, cell);
    QFETCH(const QString, box);
    const std::string row = "| char1 | Ana | x | x | x | x | " + cell.toStdString() + " |\n";
    const ChainOfThought thoughts = parseChainOfThought(characterTable + row);
    const ThoughtEntity& entity = thoughts.images.at(0).entities.at(0);
    const std::optional<Box> read = entity.box ? normalised(*entity.box, 100, 100) : std::nullopt;
    QCOMPARE(read ? QStringLiteral("%1 %2 %3 %4").arg(read->left).arg(read->top).arg(read->width).arg(read->height)
                  : QStringLiteral("none"),
             box);
    QVERIFY(!entity.box || !normalised(*entity.box, 0, 100));
}

void DatasetsStoryReasoningTextTest::tables_name_characters_objects_places_and_phases() {
    const ChainOfThought read = parseChainOfThought(
        "<think>\n" + characterTable +
        "| char1 | Ana | tall | calm | sits | Protagonist | 1,2,3,4 |\n\n"
        "### Objects\n| Object ID | Description | Function | Interaction | Narrative Function | Bounding Box |\n"
        "|:---|---:|---|---|---|---|\n| obj1 | a cup \\| saucer | tea | held | Prop | |\n\n"
        "### Setting\n| Setting Element | Description | Mood | Time | Narrative Function |\n|---|---|---|---|---|\n"
        "| Time Period | the forties | tense | night | Context |\n\n"
        "## Image 2\n### Setting\n| Setting ID | Location | Environment | Time | Atmosphere | Bounding Box |\n"
        "|---|---|---|---|---|---|\n| bg1 | the harbour | outdoor | day | quiet | 7,8,9,10 |\n\n"
        "## Narrative Structure\n| Narrative Phase | Description | Key Events | Images |\n|---|---|---|---|\n"
        "| Turning Point | They meet | a letter | 1-2 |\n</think>");
    QCOMPARE(read.images.size(), std::size_t{2});
    const std::vector<ThoughtEntity>& first = read.images[0].entities;
    QCOMPARE(first.size(), std::size_t{2});
    QCOMPARE(first[0].name, std::string("Ana"));
    QVERIFY(first[0].kind == Entity::Kind::Character);
    QVERIFY((first[0].box == PixelBox{1, 2, 3, 4}));
    QCOMPARE(first[1].name, std::string("a cup | saucer"));
    QVERIFY(first[1].kind == Entity::Kind::Object && !first[1].box);
    QCOMPARE(read.images[0].setting.size(), std::size_t{1});
    QVERIFY(read.images[0].setting[0].kind == SettingElement::Kind::TimePeriod);
    QCOMPARE(read.images[0].setting[0].mood, std::string("tense"));
    const ThoughtEntity& place = read.images[1].entities.at(0);
    QVERIFY(place.kind == Entity::Kind::Place);
    QCOMPARE(place.name, std::string("the harbour"));
    QVERIFY((place.box == PixelBox{7, 8, 9, 10}));
    QCOMPARE(read.images[1].setting.size(), std::size_t{4});
    QVERIFY(read.images[1].setting[2].kind == SettingElement::Kind::TimePeriod);
    QCOMPARE(read.images[1].setting[2].description, std::string("day"));
    QCOMPARE(read.phases.size(), std::size_t{1});
    QVERIFY(read.phases[0].kind == NarrativePhase::Kind::TurningPoint);
    QCOMPARE(read.phases[0].keyEvents, std::string("a letter"));
    QCOMPARE(notesOf(read, 1), (std::vector<std::string>{"Time Period: the forties (tense, night)",
                                                         "Turning Point: They meet (a letter)"}));
    QCOMPARE(notesOf(read, 2),
             (std::vector<std::string>{"Location: the harbour", "Environment: outdoor", "Time Period: day",
                                       "Atmosphere: quiet", "Turning Point: They meet (a letter)"}));
    QVERIFY(notesOf(read, 3).empty());
}

void DatasetsStoryReasoningTextTest::a_phase_names_its_images_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("one") << "3" << QList<int>{3};
    QTest::newRow("range") << "2-4" << QList<int>{2, 3, 4};
    QTest::newRow("list") << "1, 4" << QList<int>{1, 4};
    QTest::newRow("words and both") << "Images 1 \u2013 2 and 5" << QList<int>{1, 2, 5};
    QTest::newRow("no sign") << "all" << QList<int>{};
    QTest::newRow("more than there are") << "4-99999999999999999999" << QList<int>{4, 5};
}

void DatasetsStoryReasoningTextTest::a_phase_names_its_images() {
    QFETCH(const QString, cell);
    QFETCH(const QList<int>, expected);
    const ChainOfThought read =
        parseChainOfThought("## Narrative Structure\n| Narrative Phase | Description | Images |\n|---|---|---|\n"
                            "| Conflict | x | " +
                            cell.toStdString() + " |\n");
    QList<int> found;
    for (int image = 1; image <= 5; ++image) {
        if (notesOf(read, image) == std::vector<std::string>{"Conflict: x"}) {
            found += image;
        }
    }
    QCOMPARE(found, expected);
}

void DatasetsStoryReasoningTextTest::rows_that_do_not_fit_are_left_out() {
    const std::string row = " | x | x | x | x | 1,2,3,4 |\n";
    const ChainOfThought read =
        parseChainOfThought(characterTable + "| char1 | Ana" + row + "| char2 | too few |\n" + "| char1 | Twin" + row +
                            "|  | Nobody" + row + "\n| char3 | Behind" + row);
    const std::vector<ThoughtEntity>& entities = read.images.at(0).entities;
    QCOMPARE(entities.size(), std::size_t{1});
    QCOMPARE(entities[0].name, std::string("Ana"));
}

void DatasetsStoryReasoningTextTest::sections_may_be_missing_and_images_in_any_order() {
    QVERIFY(parseChainOfThought("").images.empty());
    QVERIFY(
        parseChainOfThought("### Characters\n| Character ID | Name |\n|---|---|\n| char1 | Ana |\n").images.empty());
    const ChainOfThought read = parseChainOfThought("## Image 3\r\n## Image 1\r\n\r\n### Objects\r\n\r\n"
                                                    "| Object ID | Description |\r\n|---|---|\r\n| obj1 | a cup |\r\n"
                                                    "## Image 0\n## Image 99999999999999999999\n### Objects\n"
                                                    "| Object ID | Description |\n|---|---|\n| obj2 | a pot |\n");
    QCOMPARE(read.images.size(), std::size_t{2});
    QCOMPARE(read.images[0].image, 1);
    QCOMPARE(read.images[0].entities.size(), std::size_t{1});
    QCOMPARE(read.images[1].image, 3);
    QVERIFY(read.images[1].entities.empty());
}

void DatasetsStoryReasoningTextTest::unknown_names_fall_back() {
    const ChainOfThought read =
        parseChainOfThought("## Image 1\n### Setting\n| Setting Element | Description |\n|---|---|\n"
                            "| Ambient lighting | dim |\n| Mystery | x |\n\n## Narrative Structure\n"
                            "| Narrative Phase | Description |\n|---|---|\n| The conflict grows | x |\n| Coda | x |\n");
    QVERIFY(read.images.at(0).setting.at(0).kind == SettingElement::Kind::Lighting);
    QVERIFY(read.images.at(0).setting.at(1).kind == SettingElement::Kind::Location);
    QVERIFY(read.phases.at(0).kind == NarrativePhase::Kind::Conflict);
    QVERIFY(read.phases.at(1).kind == NarrativePhase::Kind::Introduction);
}

void DatasetsStoryReasoningTextTest::a_megabyte_of_tables_takes_linear_time() {
    const std::string wide = std::string(500'000, 'x');
    const std::vector<std::string> texts = {
        characterTable + repeated("|a|b|c|d|e|f|1,2,3,4|\n", 50'000),
        "## Image 1\n### Objects\n|" + wide + "|\n|---|\n" + repeated("|a|\n", 250'000),
        "## Image 1\n### Objects\n" + repeated("|", 1'000'000) + "\n" + repeated("|", 1'000'000),
        repeated("## Image 1\n", 100'000), repeated("#", 1'000'000)};
    for (const std::string& text : texts) {
        const test::ProcessorTime spent;
        const ChainOfThought read = parseChainOfThought(text);
        QVERIFY2(spent.milliseconds() < 2'000, qPrintable(QString::number(spent.milliseconds())));
        QVERIFY(read.images.size() <= 1);
    }
}

QTEST_GUILESS_MAIN(DatasetsStoryReasoningTextTest)
#include "datasets_story_reasoning_text_test.moc"
