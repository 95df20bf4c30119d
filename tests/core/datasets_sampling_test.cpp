// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/caption_cleaning.h"
#include "core/datasets/story_sampling.h"

#include <QTest>

using namespace storyscope;
using namespace storyscope::datasets;

Q_DECLARE_METATYPE(storyscope::datasets::CaptionCleaning)

namespace {

/// "0 1 2 3 > 4, 4": context, picture target, text target; samples apart by "; ".
QString asText(const std::vector<StorySample>& samples) {
    QStringList parts;
    for (const StorySample& sample : samples) {
        QStringList context;
        for (const std::size_t position : sample.context) {
            context << QString::number(position);
        }
        const auto target = [](const std::optional<std::size_t>& position) {
            return position ? QString::number(*position) : QString("-");
        };
        parts << context.join(' ') + " > " + target(sample.pictureTarget) + ", " + target(sample.textTarget);
    }
    return parts.join("; ");
}

} // namespace

class DatasetsSamplingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void published_samplings_take_the_frames_they_took_data();
    void published_samplings_take_the_frames_they_took();
    void repeated_frames_are_counted();
    void an_unknown_sampling_is_answered_with_those_there_are();
    void captions_are_cleaned_as_asked_data();
    void captions_are_cleaned_as_asked();
};

void DatasetsSamplingTest::published_samplings_take_the_frames_they_took_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("frames");
    QTest::addColumn<QString>("samples");
    QTest::newRow("first four") << "first-four" << 13 << "0 1 2 3 > 4, 4";
    QTest::newRow("first four of a short story") << "first-four" << 4 << "";
    QTest::newRow("first four as published") << "first-four-as-published" << 13 << "0 1 2 3 > 4, 3";
    QTest::newRow("last five") << "last-five" << 13 << "8 9 10 11 > 12, 12";
    QTest::newRow("last five of five") << "last-five" << 5 << "0 1 2 3 > 4, 4";
    QTest::newRow("last five of three") << "last-five" << 3 << "0 1 2 2 > 2, 2";
    QTest::newRow("five frames") << "five-frames" << 5 << "0 1 2 3 > 4, 4";
    QTest::newRow("five frames as published") << "five-frames-as-published" << 5 << "0 1 2 3 4 > 4, 4";
    QTest::newRow("sliding") << "sliding" << 7 << "0 1 2 3 > 4, 4; 1 2 3 4 > 5, 5; 2 3 4 5 > 6, 6";
    QTest::newRow("clip") << "clip" << 40 << "0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 > -, -";
    QTest::newRow("short clip") << "clip" << 2 << "0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 > -, -";
    QTest::newRow("no frames") << "last-five" << 0 << "";
}

void DatasetsSamplingTest::published_samplings_take_the_frames_they_took() {
    QFETCH(QString, name);
    QFETCH(int, frames);
    QFETCH(QString, samples);
    const SamplingOptions options = samplingByName(name.toStdString());
    QCOMPARE(asText(sampleStory(static_cast<std::size_t>(frames), options)), samples);
}

void DatasetsSamplingTest::repeated_frames_are_counted() {
    QCOMPARE(sampleStory(3, samplingByName("last-five")).front().repeated, std::size_t{2});
    QCOMPARE(sampleStory(9, samplingByName("last-five")).front().repeated, std::size_t{0});
}

void DatasetsSamplingTest::an_unknown_sampling_is_answered_with_those_there_are() {
    for (const std::string& name : samplingNames()) {
        samplingByName(name);
    }
    try {
        samplingByName("last-six");
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("last-five"), error.what());
    }
    SamplingOptions none;
    none.contextFrames = 0;
    QVERIFY_EXCEPTION_THROWN(sampleStory(5, none), Error);
}

void DatasetsSamplingTest::captions_are_cleaned_as_asked_data() {
    using Cleaning = CaptionCleaning;
    QTest::addColumn<QString>("caption");
    QTest::addColumn<CaptionCleaning>("cleaning");
    QTest::addColumn<QString>("cleaned");
    Cleaning off;
    QTest::newRow("nothing") << " A  [male] <gda x>Dog</gda> . " << off << " A  [male] <gda x>Dog</gda> . ";
    Cleaning lower = off;
    lower.letters = Cleaning::Letters::Lower;
    QTest::newRow("lower case") << "A Dog in ZÜRICH" << lower << "a dog in zÜrich";
    Cleaning grounding = off;
    grounding.tags = Cleaning::Tags::RemoveGrounding;
    QTest::newRow("grounding tags") << "<gdi image1><gdo char1 char2>They</gdo> <b>run</b>, 1 < 2 & 3 > 2</gdi>"
                                    << grounding << "They <b>run</b>, 1 < 2 & 3 > 2";
    Cleaning all = off;
    all.tags = Cleaning::Tags::RemoveAll;
    QTest::newRow("all tags") << "<gdo a>They</gdo> <b>run</b> <" << all << "They run <";
    Cleaning words = off;
    words.placeholders = Cleaning::Placeholders::AsWords;
    QTest::newRow("placeholders") << "[male] met [] at [location], [1]." << words << "male met [] at location, [1].";
    Cleaning collapse = off;
    collapse.spaces = Cleaning::Spaces::Collapse;
    QTest::newRow("spaces") << " a\n\n dog\t. " << collapse << "a dog .";
    Cleaning join = off;
    join.spaces = Cleaning::Spaces::Join;
    QTest::newRow("punctuation") << "a dog , big ." << join << "a dog, big.";
    Cleaning cut = off;
    cut.mostWords = 2;
    QTest::newRow("too long") << "one two three" << cut << "one two";
    QTest::newRow("just right") << "one two" << cut << "one two";
}

void DatasetsSamplingTest::captions_are_cleaned_as_asked() {
    QFETCH(QString, caption);
    QFETCH(CaptionCleaning, cleaning);
    QFETCH(QString, cleaned);
    QCOMPARE(QString::fromStdString(cleanCaption(caption.toStdString(), cleaning)), cleaned);
}

QTEST_GUILESS_MAIN(DatasetsSamplingTest)
#include "datasets_sampling_test.moc"
