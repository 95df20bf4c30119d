// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/picture_loader.h"
#include "core/datasets/placeholder.h"
#include "core/datasets/story_media_source.h"
#include "core/media/image_file.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

const QString lookalike = QStringLiteral(STORYSCOPE_SHARED_DATA) + "/data/storyreasoning/lookalike";

/// Soft shapes and some edges, as photographs have.
cv::Mat photograph(int width, int height) {
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double wave = std::sin(x * 0.03) + std::cos(y * 0.04) + ((x / 40 + y / 30) % 2 == 0 ? 0.4 : -0.4);
            picture.at<cv::Vec3b>(y, x) = cv::Vec3b(cv::saturate_cast<std::uint8_t>(128 + 40 * wave),
                                                    cv::saturate_cast<std::uint8_t>(110 + 35 * wave),
                                                    cv::saturate_cast<std::uint8_t>(140 - 45 * wave));
        }
    }
    return picture;
}

std::vector<std::uint8_t> encoded(const char* ending, int width, int height) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(ending, photograph(width, height), bytes);
    return bytes;
}

/// 16 × 16 pixels of one red, written without compression: a clear code before every hundred pixels.
std::vector<std::uint8_t> redGif() {
    std::vector<std::uint8_t> gif{'G', 'I', 'F', '8', '9', 'a', 16, 0, 16, 0, 0xF6, 0, 0};
    for (int colour = 0; colour < 128; ++colour) {
        gif.insert(gif.end(), {200, 30, 20});
    }
    gif.insert(gif.end(), {0x2C, 0, 0, 0, 0, 16, 0, 16, 0, 0, 7});
    std::vector<std::uint8_t> codes;
    for (int pixel = 0; pixel < 256; ++pixel) {
        if (pixel % 100 == 0) {
            codes.push_back(0x80);
        }
        codes.push_back(5);
    }
    codes.push_back(0x81);
    for (std::size_t begin = 0; begin < codes.size(); begin += 200) {
        const std::size_t count = std::min<std::size_t>(200, codes.size() - begin);
        gif.push_back(static_cast<std::uint8_t>(count));
        gif.insert(gif.end(), codes.begin() + static_cast<std::ptrdiff_t>(begin),
                   codes.begin() + static_cast<std::ptrdiff_t>(begin + count));
    }
    gif.insert(gif.end(), {0, 0x3B});
    return gif;
}

/// Decibel; infinite for equal pictures.
double peakSignalToNoise(const Picture& a, const Picture& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        const double difference = static_cast<double>(a.data()[i]) - b.data()[i];
        sum += difference * difference;
    }
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.sizeBytes()) / sum);
}

} // namespace

class DatasetsPicturesTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    void write(const QString& name, const std::vector<std::uint8_t>& bytes) const {
        std::filesystem::create_directories(at(name).parent_path());
        writeFileAtomically(at(name), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    /// A data set of one story with two photographs, the second of which does not exist or is too wide to be shrunk
    /// far.
    std::shared_ptr<const StoryDataset> photographs() const {
        write("photos/1.jpg", encoded(".jpg", 640, 480));
        write("photos/2.jpg", encoded(".jpg", 900, 150));
        return openDataset(at("photos").string());
    }
    /// A story of three photographs, of which only the first ones exist.
    std::shared_ptr<const StoryDataset> lost(int existing) const {
        const QString name = QStringLiteral("lost%1").arg(existing);
        std::string text = "story_id,frame,picture,caption,tags,score\n";
        for (int i = 0; i < 3; ++i) {
            text += "1041," + std::to_string(i) + ",images/" + std::to_string(i) + ".jpg,a dog,,\n";
        }
        write(name + "/stories.csv", {text.begin(), text.end()});
        for (int i = 0; i < existing; ++i) {
            write(name + QStringLiteral("/images/%1.jpg").arg(i), encoded(".jpg", 64, 48));
        }
        return openDataset(at(name).string());
    }

private Q_SLOTS:
    void a_picture_is_whole_unless_it_may_come_smaller_data() {
        QTest::addColumn<int>("frame");
        QTest::addColumn<int>("smallestSide");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("whole") << 0 << 0 << 640 << 480;
        QTest::newRow("a half is too small") << 0 << 241 << 640 << 480;
        QTest::newRow("a half") << 0 << 200 << 320 << 240;
        QTest::newRow("an eighth") << 0 << 60 << 80 << 60;
        QTest::newRow("the shorter side counts") << 1 << 100 << 900 << 150;
        QTest::newRow("larger than it is") << 1 << 2000 << 900 << 150;
    }
    void a_picture_is_whole_unless_it_may_come_smaller() {
        QFETCH(int, frame);
        QFETCH(int, smallestSide);
        QFETCH(int, width);
        QFETCH(int, height);
        const auto dataset = photographs();
        const auto number = static_cast<std::size_t>(frame);
        const Picture whole = dataset->picture(0, number);
        QVERIFY(whole == media::readPicture(at(QStringLiteral("photos/%1.jpg").arg(frame + 1))));
        const Picture picture = dataset->picture(0, number, {.smallestSide = smallestSide});
        QCOMPARE(picture.width(), width);
        QCOMPARE(picture.height(), height);
        const double likeness = peakSignalToNoise(picture, media::resized(whole, width, height));
        QVERIFY2(likeness > 32, qPrintable(QString::number(likeness)));
    }

    void pictures_in_parquet_files_may_come_smaller() {
        if (!QFileInfo::exists(lookalike)) {
            QSKIP("The StoryReasoning look-alike is not there");
        }
        const auto dataset = openDataset(lookalike.toStdString());
        const Picture whole = dataset->picture(0, 0);
        const int side = std::min(whole.width(), whole.height()) / 2;
        const Picture half = dataset->picture(0, 0, {.smallestSide = side});
        QCOMPARE(half.width(), (whole.width() + 1) / 2);
        QVERIFY(std::min(half.width(), half.height()) >= side);
        QVERIFY(peakSignalToNoise(half, media::resized(whole, half.width(), half.height())) > 32);
    }

    void the_loader_decodes_less_only_if_it_is_asked_to() {
        const auto dataset = photographs();
        PictureLoader::Options options;
        options.preparation.size = 112;
        options.preparation.crop = 96;
        PictureLoader exact(dataset, {{0, {0}}}, options);
        options.decoding = PictureLoader::Decoding::Scaled;
        PictureLoader scaled(dataset, {{0, {0}}}, options);
        const Picture expected = media::prepared(dataset->picture(0, 0), options.preparation);
        QVERIFY(exact.next({})->pictures[0] == expected);
        const Picture nearly = scaled.next({})->pictures[0];
        QVERIFY(nearly != expected);
        const double likeness = peakSignalToNoise(nearly, expected);
        QVERIFY2(likeness > 32, qPrintable(QString::number(likeness)));
    }

    void a_picture_is_what_its_content_says_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("png") << ".png";
        QTest::newRow("webp") << ".webp";
        QTest::newRow("gif") << ".gif";
        QTest::newRow("jpeg") << ".jpg";
    }
    void a_picture_is_what_its_content_says() {
        QFETCH(QString, kind);
        const QString folder = "named" + kind.mid(1);
        const auto bytes = kind == ".gif" ? redGif() : encoded(qPrintable(kind), 64, 48);
        write(folder + "/1.jpg", bytes);
        const auto dataset = openDataset(at(folder).string());
        QVERIFY2(dataset->issues().empty(), dataset->issues().empty() ? "" : dataset->issues()[0].text.c_str());
        const Picture picture = dataset->picture(0, 0);
        QCOMPARE(picture.width(), kind == ".gif" ? 16 : 64);
        if (kind == ".gif") {
            QCOMPARE(static_cast<int>(picture.data()[0]), 200);
            QCOMPARE(static_cast<int>(picture.data()[picture.sizeBytes() - 1]), 20);
        }
        write(folder + "/1" + kind, bytes);
        QVERIFY(picture == media::readPicture(at(folder + "/1" + kind)));
    }

    void a_placeholder_has_one_look() {
        const auto dataset = lost(1);
        StoryMediaSource source({dataset, at("lost1").string(), 0}, {}, Progress::none());
        QCOMPARE(source.frame(2, {}), placeholderPicture(64, 48));
        QCOMPARE(pictureOrPlaceholder(*dataset, 0, 2).picture, placeholderPicture());
        const auto small = source.openSmallPictures({.width = 32, .height = 32});
        QCOMPARE(small->picture(2, {}), media::resized(placeholderPicture(64, 48), 32, 24));
    }

    void a_story_without_any_picture_can_be_looked_at_but_not_told() {
        const auto dataset = lost(0);
        StoryMediaSource source({dataset, at("lost0").string(), 0}, {}, Progress::none());
        QCOMPARE(source.frameCount(), 3);
        std::vector<std::string> reasons;
        for (int number = 0; number < source.frameCount(); ++number) {
            QVERIFY(!source.frame(number, {}).isEmpty());
            reasons.push_back(source.placeholderReason(number));
        }
        try {
            requireTruePicture(source.path(), reasons);
            QFAIL("The story was not refused");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            const std::string sentence = error.what();
            for (const std::string& part : {std::string("None of the story's 3 pictures"), std::string("--pictures"),
                                            at("lost0/images").string(), at("lost0").string() + "#1041"}) {
                QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
            }
        }
        reasons[1].clear();
        requireTruePicture(source.path(), reasons);
        requireTruePicture(source.path(), {});
    }
};

QTEST_GUILESS_MAIN(DatasetsPicturesTest)
#include "datasets_pictures_test.moc"
