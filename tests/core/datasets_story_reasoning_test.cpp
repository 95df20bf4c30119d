// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/chain_of_thought.h"
#include "core/datasets/grounded_text.h"
#include "core/datasets/story_reasoning_dataset.h"
#include "core/formats/parquet.h"
#include "core/media/image_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

const QString shared = QStringLiteral(STORYSCOPE_SHARED_DATA);
const QString lookalike = shared + "/data/storyreasoning/lookalike";

QByteArray fileBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

std::string wordsOf(const StoryFrame& frame, const Grounding& grounding) {
    return frame.caption.substr(grounding.begin, grounding.end - grounding.begin);
}

bool isClose(float a, double b) {
    return std::abs(a - static_cast<float>(b)) < 1e-5F;
}

/// A row's value of a text column, found by the story's id, straight from the Parquet files.
std::string stored(const QString& id, const std::string& column) {
    for (const auto& path : parquetFilesOf(lookalike.toStdString())) {
        const formats::ParquetFile file(path);
        for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
            const formats::ParquetRange all{0, file.rowsIn(group)};
            const auto ids = file.read(group, "story_id", all);
            for (std::size_t row = 0; row < ids.size(); ++row) {
                if (*ids[row].text() == id.toStdString()) {
                    return *file.read(group, column, {row, 1}).front().text();
                }
            }
        }
    }
    return {};
}

void copyShards(const QString& folder) {
    QVERIFY(QDir(folder).mkpath("data"));
    for (const QString& name : QDir(lookalike + "/data").entryList(QDir::Files)) {
        QVERIFY(QFile::copy(lookalike + "/data/" + name, folder + "/data/" + name));
    }
}

} // namespace

class DatasetsStoryReasoningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void it_is_recognised_by_its_columns();
    void every_story_reads_as_expected_data();
    void every_story_reads_as_expected();
    void pictures_are_those_of_the_source_files();
    void splits_are_as_published_and_share_no_story();
    void one_shard_alone_opens();
    void a_broken_shard_is_an_issue_and_the_rest_stays();
    void nothing_but_broken_shards_is_refused();
    void a_stop_is_obeyed();
    void what_does_not_exist_is_refused();

private:
    std::shared_ptr<const StoryReasoningDataset> open(const QString& path) const {
        return std::make_shared<StoryReasoningDataset>(path.toStdString(), DatasetOptions(), std::stop_token(),
                                                       Progress::none());
    }
    void compareFrame(const StoryFrame& frame, const QJsonObject& expected, const PixelSize& size) const;
    void compareEntity(const StoryFrame& frame, const QJsonObject& expected, const PixelSize& size) const;

    QJsonArray m_expected;
    std::shared_ptr<const StoryReasoningDataset> m_dataset;
};

void DatasetsStoryReasoningTest::initTestCase() {
    if (!QFileInfo::exists(lookalike)) {
        QSKIP("The look-alike of StoryReasoning is not on this machine.");
    }
    m_expected = QJsonDocument::fromJson(fileBytes(lookalike + "/expected.json")).array();
    m_dataset = open(lookalike);
    QCOMPARE(m_dataset->size(), static_cast<std::size_t>(m_expected.size()));
    QCOMPARE(m_dataset->size(), std::size_t{52});
}

void DatasetsStoryReasoningTest::it_is_recognised_by_its_columns() {
    QVERIFY(StoryReasoningDataset::recognises(lookalike.toStdString()));
    QVERIFY(StoryReasoningDataset::recognises((lookalike + "/data").toStdString()));
    QVERIFY(StoryReasoningDataset::recognises((lookalike + "/data/test-00000-of-00001.parquet").toStdString()));
    QVERIFY(!StoryReasoningDataset::recognises((lookalike + "/expected.json").toStdString()));
    QVERIFY(!StoryReasoningDataset::recognises((shared + "/data/parquet/hyparquet").toStdString()));
    QVERIFY(!StoryReasoningDataset::recognises("/nowhere/at/all"));
    QTemporaryDir empty;
    QVERIFY(!StoryReasoningDataset::recognises(empty.path().toStdString()));
}

void DatasetsStoryReasoningTest::every_story_reads_as_expected_data() {
    QTest::addColumn<QJsonObject>("expected");
    for (const QJsonValue& story : std::as_const(m_expected)) {
        QTest::newRow(qPrintable(story["story_id"].toString())) << story.toObject();
    }
}

void DatasetsStoryReasoningTest::every_story_reads_as_expected() {
    QFETCH(const QJsonObject, expected);
    const QString id = expected["story_id"].toString();
    const std::size_t index = m_dataset->find(id.toStdString());
    const Story story = m_dataset->story(index);
    QCOMPARE(text(story.id), id);
    const QJsonArray frames = expected["frames"].toArray();
    QCOMPARE(story.frames.size(), static_cast<std::size_t>(expected["frame_count"].toInt()));
    QCOMPARE(story.frames.size(), static_cast<std::size_t>(frames.size()));
    const GroundedStory texts = parseGroundedStory(stored(id, "story"));
    const ChainOfThought thoughts = parseChainOfThought(stored(id, "chain_of_thought"));
    QVERIFY(!texts.hasTextOutsideOfImages);
    for (qsizetype i = 0; i < frames.size(); ++i) {
        const auto number = static_cast<std::size_t>(i);
        const QJsonObject frame = frames[i].toObject();
        QCOMPARE(text(story.frames[number].pictureName), expected["image_files"][i].toString());
        QCOMPARE(frame["image"].toInt(), static_cast<int>(i) + 1);
        const Picture picture = m_dataset->picture(index, number);
        compareFrame(story.frames[number], frame, {picture.width(), picture.height()});
        const std::vector<std::string>& notes = story.frames[number].notes;
        const bool isFirst = i == 0 || i == 1;
        QCOMPARE(std::count(notes.begin(), notes.end(), "Introduction: The cast gathers (arrival)"), isFirst ? 1 : 0);
        const QJsonArray mentions = frame["mentions"].toArray();
        const GroundedText& read = texts.images.at(number);
        QCOMPARE(read.mentions.size(), static_cast<std::size_t>(mentions.size()));
        for (qsizetype j = 0; j < mentions.size(); ++j) {
            const QString tag = mentions[j]["tag"].toString();
            const Mention::Kind kind = tag == "gdo"   ? Mention::Kind::Entity
                                       : tag == "gda" ? Mention::Kind::Action
                                                      : Mention::Kind::Location;
            QVERIFY(read.mentions[static_cast<std::size_t>(j)].kind == kind);
        }
        const QJsonArray entities = frame["entities"].toArray();
        const std::vector<ThoughtEntity>& known = thoughts.images.at(number).entities;
        QCOMPARE(known.size(), static_cast<std::size_t>(entities.size()));
        for (qsizetype j = 0; j < entities.size(); ++j) {
            QCOMPARE(text(known[static_cast<std::size_t>(j)].id), entities[j]["id"].toString());
            QCOMPARE(text(known[static_cast<std::size_t>(j)].name), entities[j]["name"].toString());
        }
    }
}

void DatasetsStoryReasoningTest::compareFrame(const StoryFrame& frame, const QJsonObject& expected,
                                              const PixelSize& size) const {
    QCOMPARE(text(frame.caption), expected["text"].toString());
    QStringList links;
    for (const QJsonValue& mention : expected["mentions"].toArray()) {
        for (const QJsonValue& id : mention["ids"].toArray()) {
            links += mention["text"].toString() + ':' + id.toString();
        }
    }
    QStringList read;
    for (const Grounding& grounding : frame.groundings) {
        read += text(wordsOf(frame, grounding) + ':' + grounding.entityId);
        QVERIFY(std::any_of(frame.entities.begin(), frame.entities.end(),
                            [&](const Entity& entity) { return entity.id == grounding.entityId; }));
    }
    QCOMPARE(read, links);
    const QJsonArray entities = expected["entities"].toArray();
    for (const QJsonValue& entity : entities) {
        compareEntity(frame, entity.toObject(), size);
    }
    const auto boxes = std::count_if(frame.entities.begin(), frame.entities.end(),
                                     [](const Entity& entity) { return entity.box.has_value(); });
    QCOMPARE(static_cast<qsizetype>(boxes), entities.size());
}

void DatasetsStoryReasoningTest::compareEntity(const StoryFrame& frame, const QJsonObject& expected,
                                               const PixelSize& size) const {
    const std::string id = expected["id"].toString().toStdString();
    const auto found = std::find_if(frame.entities.begin(), frame.entities.end(),
                                    [&](const Entity& entity) { return entity.id == id; });
    QVERIFY2(found != frame.entities.end(), id.c_str());
    QVERIFY(found->kind == (id.starts_with("char")  ? Entity::Kind::Character
                            : id.starts_with("obj") ? Entity::Kind::Object
                                                    : Entity::Kind::Place));
    QVERIFY2(!found->nouns.empty(), id.c_str());
    const QJsonArray corners = expected["box"].toArray();
    QVERIFY(found->box.has_value());
    const double left = std::min(1.0, corners[0].toDouble() / size.width);
    const double top = std::min(1.0, corners[1].toDouble() / size.height);
    QVERIFY(isClose(found->box->left, left) && isClose(found->box->top, top));
    QVERIFY(isClose(found->box->width, std::min(1.0, (corners[2].toDouble() - corners[0].toDouble()) / size.width)));
    QVERIFY(isClose(found->box->height, std::min(1.0, (corners[3].toDouble() - corners[1].toDouble()) / size.height)));
}

void DatasetsStoryReasoningTest::pictures_are_those_of_the_source_files() {
    int compared = 0;
    for (const auto& path : parquetFilesOf(lookalike.toStdString())) {
        const formats::ParquetFile file(path);
        for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
            const formats::ParquetRange all{0, file.rowsIn(group)};
            const auto ids = file.read(group, "story_id", all);
            const auto images = file.read(group, "images", all);
            for (std::size_t row = 0; row < ids.size(); ++row) {
                const std::size_t story = m_dataset->find(*ids[row].text());
                const auto& list = *images[row].list();
                for (std::size_t i = 0; i < list.size(); ++i) {
                    const std::string& bytes = *list[i].member("bytes")->text();
                    QVERIFY(m_dataset->picture(story, i) ==
                            media::decodePicture({bytes.begin(), bytes.end()}, "stored"));
                    const QString source =
                        shared + "/data/flickr8k/images/" + text(m_dataset->story(story).frames[i].pictureName);
                    if (QFileInfo::exists(source)) {
                        QCOMPARE(QByteArray::fromStdString(bytes), fileBytes(source));
                        ++compared;
                    }
                }
            }
        }
    }
    QCOMPARE(compared, 378);
}

void DatasetsStoryReasoningTest::splits_are_as_published_and_share_no_story() {
    const std::vector<Split> splits = m_dataset->splits();
    QCOMPARE(splits.size(), std::size_t{2});
    QCOMPARE(splits[0].name, std::string("train"));
    QCOMPARE(splits[1].name, std::string("test"));
    std::map<QString, QString> splitOf;
    for (const Split& split : splits) {
        for (const std::size_t story : split.stories) {
            QVERIFY(splitOf.emplace(text(m_dataset->story(story).id), text(split.name)).second);
        }
    }
    QCOMPARE(splitOf.size(), static_cast<std::size_t>(m_expected.size()));
    for (const QJsonValue& story : std::as_const(m_expected)) {
        QCOMPARE(splitOf[story["story_id"].toString()], story["split"].toString());
    }
    QVERIFY(m_dataset->issues().empty());
}

void DatasetsStoryReasoningTest::one_shard_alone_opens() {
    const auto shard = open(lookalike + "/data/test-00000-of-00001.parquet");
    QCOMPARE(shard->size(), std::size_t{12});
    QCOMPARE(shard->splits().size(), std::size_t{1});
    QCOMPARE(shard->split("test").stories.size(), std::size_t{12});
    QVERIFY_EXCEPTION_THROWN(shard->story(12), Error);
    QVERIFY_EXCEPTION_THROWN(shard->picture(0, 1000), Error);
    QVERIFY_EXCEPTION_THROWN(shard->find("no such story"), Error);
    QTemporaryDir folder;
    QVERIFY(QFile::copy(lookalike + "/data/test-00000-of-00001.parquet", folder.filePath("stories.parquet")));
    const auto nameless = open(folder.path());
    QCOMPARE(nameless->splits().size(), std::size_t{3});
    QVERIFY(nameless->split("train").stories.size() > nameless->split("test").stories.size());
}

void DatasetsStoryReasoningTest::a_broken_shard_is_an_issue_and_the_rest_stays() {
    QTemporaryDir folder;
    copyShards(folder.path());
    const QString broken = folder.filePath("data/train-00000-of-00002.parquet");
    QVERIFY(QFile::setPermissions(broken, QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(QFile::resize(broken, QFileInfo(broken).size() / 2));
    const auto dataset = open(folder.path());
    QCOMPARE(dataset->size(), std::size_t{32});
    const std::vector<Issue> issues = dataset->issues();
    QCOMPARE(issues.size(), std::size_t{1});
    QVERIFY(issues[0].severity == Issue::Severity::Problem);
    QVERIFY(issues[0].place.find("train-00000-of-00002.parquet") != std::string::npos);
}

void DatasetsStoryReasoningTest::nothing_but_broken_shards_is_refused() {
    QTemporaryDir folder;
    QFile broken(folder.filePath("train-00000-of-00001.parquet"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("PAR1 but no more PAR1");
    broken.close();
    QVERIFY(!StoryReasoningDataset::recognises(folder.path().toStdString()));
    QVERIFY_EXCEPTION_THROWN(open(folder.path()), Error);
}

void DatasetsStoryReasoningTest::a_stop_is_obeyed() {
    std::stop_source source;
    source.request_stop();
    try {
        StoryReasoningDataset dataset(lookalike.toStdString(), {}, source.get_token(), Progress::none());
        QFAIL("it opened");
    } catch (const Error& error) {
        QVERIFY(error.code() == ErrorCode::Cancelled);
    }
}

void DatasetsStoryReasoningTest::what_does_not_exist_is_refused() {
    try {
        open("/nowhere/at/all");
        QFAIL("it opened");
    } catch (const Error& error) {
        QVERIFY(error.code() == ErrorCode::NotFound);
    }
}

QTEST_GUILESS_MAIN(DatasetsStoryReasoningTest)
#include "datasets_story_reasoning_test.moc"
