// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"
#include "core/inference/heat_map.h"
#include "inference_pointing_captioner.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <numeric>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;
using Kind = PointingCaptioner::Kind;

Q_DECLARE_METATYPE(storyscope::test::PointingCaptioner::Kind)

namespace {

struct Size {
    int width;
    int height;
};
constexpr Size sizes[] = {{96, 96}, {128, 96}, {160, 90}, {90, 160}};

/// The pixels that a cell shows, from the libraries' definitions: BLIP stretches to 32 × 32; GIT makes the shorter side
/// 32, cuts the longer one down to whole pixels, and keeps (side − 32) // 2 … + 32 of it.
WhiteRectangle pixelsOf(Kind kind, Size size, int row, int column) {
    const int shorter = std::min(size.width, size.height);
    const auto resized = [&](int side) { return kind == Kind::Blip ? 32 : 32 * side / shorter; };
    const auto pixel = [&](int side, int cell) {
        const int all = resized(side);
        return ((all - 32) / 2 + 8.0 * cell) * side / all;
    };
    return {pixel(size.width, column), pixel(size.height, row), pixel(size.width, column + 1),
            pixel(size.height, row + 1)};
}

StoryOptions twoWords() {
    StoryOptions options;
    options.maximumTokens = 2;
    return options;
}

} // namespace

/// Models whose attention is known, told of frames of several shapes: what their maps mark is where it is to be seen.
class InferenceAttentionMapTest : public QObject {
    Q_OBJECT

private:
    const Storyteller& teller(Kind kind) {
        if (!m_tellers.contains(kind)) {
            const auto folder = m_folder.filePath(QString::number(static_cast<int>(kind))).toStdString();
            writePointingCaptioner(folder, {.kind = kind});
            m_tellers.emplace(kind, Storyteller(folder));
        }
        return m_tellers.at(kind);
    }

    QTemporaryDir m_folder;
    std::map<Kind, Storyteller> m_tellers;

private Q_SLOTS:
    void the_map_lies_on_the_pixels_that_were_looked_at_data() {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const Kind kind : {Kind::Blip, Kind::Git}) {
            for (const Size size : sizes) {
                QTest::addRow("%s %dx%d", kind == Kind::Blip ? "stretched" : "cropped", size.width, size.height)
                    << kind << size.width << size.height;
            }
        }
    }

    void the_map_lies_on_the_pixels_that_were_looked_at() {
        QFETCH(const Kind, kind);
        QFETCH(const int, width);
        QFETCH(const int, height);
        for (int cell = 0; cell < pointingGrid * pointingGrid; cell += 5) { // the diagonal, and its corners
            for (const int row : {cell / pointingGrid, pointingGrid - 1 - cell / pointingGrid}) {
                const WhiteRectangle white = pixelsOf(kind, {width, height}, row, cell % pointingGrid);
                const StoryResult told =
                    teller(kind).tell({{blackPicture(width, height, white), 0, {}, "cell"}}, twoWords(), {});
                const auto across = [&](double pixel) { return static_cast<float>(pixel / width); };
                const auto down = [&](double pixel) { return static_cast<float>(pixel / height); };
                const Box expected{across(white.left), down(white.top), across(white.right - white.left),
                                   down(white.bottom - white.top)};
                QCOMPARE(told.frames.front().caption.tokens.front().text, std::string("word200"));
                for (const Attention& record : told.attention) {
                    if (record.kind != Attention::Kind::Caption) {
                        continue;
                    }
                    const std::size_t word = 0;
                    const HeatMap map = HeatMap::of(record, {&word, 1}, 0);
                    const Box strongest = map.strongest();
                    QVERIFY2(std::abs(strongest.left - expected.left) * static_cast<float>(width) < 0.51F,
                             qPrintable(QString::number(strongest.left)));
                    QVERIFY(std::abs(strongest.top - expected.top) * static_cast<float>(height) < 0.51F);
                    QVERIFY(std::abs(strongest.width - expected.width) * static_cast<float>(width) < 0.51F);
                    QVERIFY(std::abs(strongest.height - expected.height) * static_cast<float>(height) < 0.51F);
                    QVERIFY(map.shareIn({expected}) > 0.9);
                }
            }
        }
    }

    void what_was_cropped_away_is_in_no_map() {
        const WhiteRectangle seen = pixelsOf(Kind::Git, {160, 90}, 1, 2);
        const Picture picture = blackPicture(160, 90, seen);
        std::vector<std::uint8_t> pixels(picture.data(), picture.data() + picture.sizeBytes());
        for (std::size_t y = 0; y < 90; ++y) {
            std::fill_n(pixels.begin() + static_cast<std::ptrdiff_t>(y * 160 * 3), 30 * 3, 255); // left of what is seen
        }
        const StoryResult told =
            teller(Kind::Git).tell({{Picture(160, 90, std::move(pixels)), 0, {}, "edge"}}, twoWords(), {});
        const Attention* record = told.captionAttention(0);
        QVERIFY(record != nullptr);
        QVERIFY(!record->coversWhole(0));
        QVERIFY(record->areaOf(0).left * 160 > 30);
        QCOMPARE(std::ranges::max_element(record->row(0)) - record->row(0).begin(), std::ptrdiff_t{1 * 4 + 2});
    }

    void frames_of_different_shapes_have_areas_of_their_own() {
        const StoryResult told = teller(Kind::GitVideo)
                                     .tell({{blackPicture(160, 90, {0, 0, 160, 90}), 0, {}, "wide"},
                                            {blackPicture(90, 160, {0, 0, 0, 0}), 1, {}, "high"}},
                                           twoWords(), {});
        const Attention* record = told.captionAttention(1);
        QVERIFY(record != nullptr);
        QCOMPARE(record->frames, (std::vector<int>{0, 1}));
        QCOMPARE(record->areas.size(), std::size_t{2});
        QVERIFY(record->areaOf(0).width < 1 && record->areaOf(0).height == 1);
        QVERIFY(record->areaOf(1).width == 1 && record->areaOf(1).height < 1);
        QVERIFY(record->frameWeights(0)[0] > 0.9F);
    }

    void cells_class_tokens_and_text_are_everything() {
        for (const Kind kind : {Kind::Blip, Kind::Git, Kind::GitVideo}) {
            const auto folder = m_folder.filePath(QStringLiteral("even%1").arg(static_cast<int>(kind))).toStdString();
            writePointingCaptioner(folder, {.kind = kind, .looksEverywhere = true});
            const StoryResult told =
                Storyteller(folder).tell({{blackPicture(64, 64, {0, 0, 20, 20}), 0, {}, "a"}}, twoWords(), {});
            for (const Attention& record : told.attention) {
                if (record.kind == Attention::Kind::Temporal) {
                    continue;
                }
                for (std::size_t row = 0; row < record.rows.size(); ++row) {
                    const auto cells = record.row(row);
                    const float sum = std::accumulate(cells.begin(), cells.end(), 0.0F);
                    // 16 cells, a class token, and in GIT the begin and the words before: all alike.
                    const float tokens = kind == Kind::Blip ? 17.0F : 18.0F + static_cast<float>(row);
                    QVERIFY(std::abs(sum - 16 / tokens) < 1e-5F);
                    QVERIFY(std::abs(record.classShare(row) - 1 / tokens) < 1e-5F);
                    QVERIFY(std::abs(record.textShare(row) - (tokens - 17) / tokens) < 1e-5F);
                }
            }
        }
    }

    /// Two pictures of 17 tokens, the begin and the words before, all looked at alike: one picture is the story's
    /// frame.
    void pictures_around_a_frame_have_their_share_beside_its_own() {
        const auto folder = m_folder.filePath(QStringLiteral("clip")).toStdString();
        writePointingCaptioner(folder, {.kind = Kind::GitVideo, .looksEverywhere = true});
        InputFrame frame{blackPicture(64, 64, {0, 0, 20, 20}), 0, 0.5, ""};
        frame.clip = {{frame.picture, blackPicture(64, 64, {20, 20, 40, 40})}, 0};
        const Storyteller teller(folder);
        const StoryResult told = teller.tell({frame}, twoWords(), {});
        const Attention* record = told.captionAttention(0);
        QVERIFY(record != nullptr);
        QCOMPARE(record->frames, std::vector<int>{0});
        for (std::size_t row = 0; row < record->rows.size(); ++row) {
            const float tokens = 35.0F + static_cast<float>(row);
            QVERIFY(std::abs(record->frameWeights(row)[0] - 16 / tokens) < 1e-5F);
            QVERIFY(std::abs(record->classShare(row) - 1 / tokens) < 1e-5F);
            QVERIFY(std::abs(record->otherShare(row) - 17 / tokens) < 1e-5F);
            QVERIFY(std::abs(record->textShare(row) - (tokens - 34) / tokens) < 1e-5F);
        }
        const Attention through = teller.rollOut({{frame}, told}, {Attention::Kind::Caption, 0}, {});
        QCOMPARE(through.frames, std::vector<int>{0});
        QVERIFY(std::abs(through.frameWeights(0)[0] + through.classShare(0) + through.otherShare(0) +
                         through.textShare(0) - 1) < 1e-5F);
        QVERIFY(through.otherShare(0) > 0.3F);
        QCOMPARE(teller.occlude({{frame}, told}, {}, {}).losses.size(), std::size_t{16});
        QVERIFY(formats::storyToJson(told).find("\"other_shares\":[") != std::string::npos);
    }

    void exports_carry_the_areas_and_the_shares() {
        const auto folder = m_folder.filePath(QStringLiteral("exported")).toStdString();
        writePointingCaptioner(folder, {.kind = Kind::Git, .looksEverywhere = true});
        const StoryResult told =
            Storyteller(folder).tell({{blackPicture(160, 80, {60, 20, 80, 40}), 0, {}, "a"}}, twoWords(), {});
        const std::string json = formats::storyToJson(told);
        QVERIFY(json.find("\"areas\":[[0.25,0.0,0.5,1.0]]") != std::string::npos);
        QVERIFY(json.find("\"class_shares\":[") != std::string::npos);
        QVERIFY(json.find("\"text_shares\":[") != std::string::npos);
        QVERIFY(json.find("\"other_shares\"") == std::string::npos);
        const std::string npz = formats::attentionToNpz(told);
        QVERIFY(npz.find("caption_0_areas.npy") != std::string::npos);
        QVERIFY(npz.find("caption_0_layer2_head3_shares.npy") != std::string::npos);
        const std::string html = formats::storyToHtml(told, {});
        QVERIFY(html.find("inset:0.00% 25.00% 0.00% 25.00%") != std::string::npos);
        QVERIFY(html.find("Class token") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(InferenceAttentionMapTest)
#include "inference_attention_map_test.moc"
