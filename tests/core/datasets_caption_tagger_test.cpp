// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/caption_tagger.h"
#include "core/datasets/storyworld_tags.h"

#include <QTest>

using namespace storyscope::datasets;

class DatasetsCaptionTaggerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tags_are_found_by_their_words_stems_data();
    void tags_are_found_by_their_words_stems();
};

void DatasetsCaptionTaggerTest::tags_are_found_by_their_words_stems_data() {
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("tags");
    QTest::newRow("inflected") << "The dogs walked to two parks."
                               << "dog,walking,park";
    QTest::newRow("irregular") << "People ran and sat."
                               << "person,running,sitting";
    QTest::newRow("two words") << "In the Living-Room she is reading books"
                               << "book,reading,living_room";
    QTest::newRow("one of two words") << "a room for living"
                                      << "";
    QTest::newRow("part of a word") << "A carpet, a catalogue and scarves."
                                    << "";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("not letters") << "<PAD> <UNK> 7 \xc3\xa9"
                                 << "";
    QTest::newRow("each once") << "a cat, a CAT and cats' cat"
                               << "cat";
}

void DatasetsCaptionTaggerTest::tags_are_found_by_their_words_stems() {
    QFETCH(QString, caption);
    QFETCH(QString, tags);
    QStringList found;
    for (const std::string& tag : CaptionTagger(storyworld::storyTags()).tagsOf(caption.toStdString())) {
        found << QString::fromStdString(tag);
    }
    QCOMPARE(found.join(','), tags);
}

QTEST_APPLESS_MAIN(DatasetsCaptionTaggerTest)
#include "datasets_caption_tagger_test.moc"
