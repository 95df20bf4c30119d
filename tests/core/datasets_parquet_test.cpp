// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/media/image_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

const QString data = QStringLiteral(STORYSCOPE_TEST_DATA "/datasets/");
const QString converted = data + "captioned_parquet";

} // namespace

/// Captioned pictures in Parquet files, and lists of pictures in one.
class DatasetsParquetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pictures_and_captions_are_read();
    void a_row_without_bytes_names_its_file();
    void folders_and_files_name_the_splits_data();
    void folders_and_files_name_the_splits();
    void a_list_beside_pictures_is_read();
    void other_columns_are_listed();
};

void DatasetsParquetTest::pictures_and_captions_are_read() {
    const auto dataset = openDataset(converted.toStdString());
    QCOMPARE(dataset->format(), std::string("captioned Parquet"));
    QCOMPARE(dataset->size(), std::size_t{4});
    QCOMPARE(dataset->split("train").stories.size(), std::size_t{3});
    const std::size_t kite = dataset->find("kite");
    const StoryFrame frame = dataset->story(kite).frames.at(0);
    QCOMPARE(frame.pictureName, std::string("kite.png"));
    QCOMPARE(frame.caption, std::string("A kite flies."));
    QCOMPARE(frame.references, std::vector<std::string>{"It is windy."});
    const Picture picture = dataset->picture(kite, 0);
    QCOMPARE(QSize(picture.width(), picture.height()), QSize(4, 2));
    const Picture pond = dataset->picture(dataset->find("train/0000-2"), 0);
    QCOMPARE(QSize(pond.width(), pond.height()), QSize(2, 2));
    QCOMPARE(dataset->split("test").stories, std::vector<std::size_t>{dataset->find("kite2")});
    QVERIFY_EXCEPTION_THROWN(dataset->picture(kite, 1), Error);
    QVERIFY(dataset->issues().empty());
}

void DatasetsParquetTest::a_row_without_bytes_names_its_file() {
    QTemporaryDir folder;
    DatasetOptions options;
    options.pictureFolder = folder.path().toStdString();
    const auto dataset = openDataset(converted.toStdString(), options, {}, Progress::none());
    const std::size_t gone = dataset->find("gone");
    QVERIFY_EXCEPTION_THROWN(dataset->picture(gone, 0), Error);
    media::writePng(options.pictureFolder / "gone.png", Picture(2, 1, std::vector<std::uint8_t>(6, 9)));
    QCOMPARE(dataset->picture(gone, 0).width(), 2);
}

void DatasetsParquetTest::folders_and_files_name_the_splits_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("splits");
    QTest::newRow("shards") << "data/train-00000-of-00006.parquet" << 1;
    QTest::newRow("converted") << "default/train/0000.parquet" << 1;
    QTest::newRow("a large set's beginning") << "default/partial-train/0000.parquet" << 1;
    QTest::newRow("split folder") << "train/0000.parquet" << 1;
    QTest::newRow("file alone") << "train.parquet" << 1;
    QTest::newRow("nothing names one") << "pictures/all.parquet" << 3;
}

void DatasetsParquetTest::folders_and_files_name_the_splits() {
    QFETCH(QString, name);
    QFETCH(int, splits);
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QFileInfo(name).path()));
    QVERIFY(QFile::copy(converted + "/default/train/0000.parquet", folder.filePath(name)));
    const auto dataset = openDataset(folder.path().toStdString());
    QCOMPARE(dataset->size(), std::size_t{3});
    QCOMPARE(dataset->splits().size(), static_cast<std::size_t>(splits));
    QCOMPARE(dataset->split("train").stories.size(), std::size_t(splits == 1 ? 3 : 1));
}

void DatasetsParquetTest::a_list_beside_pictures_is_read() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY(QFile::copy(data + "image_folder_parquet/metadata.parquet", folder.filePath("metadata.parquet")));
    media::writePng(path / "pond.png", Picture(2, 1, std::vector<std::uint8_t>(6, 9)));
    const auto dataset = openDataset(path.string());
    QCOMPARE(dataset->format(), std::string("image folder"));
    QCOMPARE(dataset->size(), std::size_t{1});
    const StoryFrame frame = dataset->story(0).frames.at(0);
    QCOMPARE(frame.caption, std::string("A pond at noon."));
    QCOMPARE(frame.references, std::vector<std::string>{"Water."});
    QCOMPARE(dataset->picture(0, 0).width(), 2);
    QCOMPARE(dataset->issues().size(), std::size_t{1});
}

void DatasetsParquetTest::other_columns_are_listed() {
    QTemporaryDir folder;
    QVERIFY(QFile::copy(data + "image_folder_parquet/metadata.parquet", folder.filePath("table.parquet")));
    try {
        openDataset(folder.path().toStdString());
        QFAIL("it opened");
    } catch (const Error& error) {
        QVERIFY(error.code() == ErrorCode::Unsupported);
        QVERIFY2(error.message().find("file_name, caption, caption_2") != std::string::npos, error.what());
    }
}

QTEST_GUILESS_MAIN(DatasetsParquetTest)
#include "datasets_parquet_test.moc"
