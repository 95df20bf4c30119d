// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/heat_picture.h"
#include "core/formats/story_export.h"
#include "formats_sample_story.h"

#include <QBuffer>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <limits>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

std::vector<std::uint8_t> pngOf(const QColor& colour) {
    QImage image(4, 3, QImage::Format_RGB888);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return {bytes.begin(), bytes.end()};
}

StoryPictures samplePictures() {
    return {.frames = {pngOf(Qt::red), pngOf(Qt::green)}, .predictions = {pngOf(Qt::blue)}};
}

QString sampleHtml() {
    return QString::fromStdString(storyToHtml(test::sampleStory(), samplePictures()));
}

QJsonObject jsonOf(const StoryResult& result) {
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(storyToJson(result)), &error);
    if (error.error != QJsonParseError::NoError) {
        qWarning("%s", qPrintable(error.errorString()));
    }
    return document.object();
}

/// The elements of a page with a class, as their attributes.
QList<QXmlStreamAttributes> elementsOfClass(const QString& page, const QString& wanted) {
    QList<QXmlStreamAttributes> found;
    QXmlStreamReader reader(page);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement &&
            reader.attributes().value("class").toString().split(' ').contains(wanted)) {
            found << reader.attributes();
        }
    }
    return found;
}

QImage heatOf(const QXmlStreamAttributes& attributes) {
    static const QRegularExpression pattern("base64,([^)]+)\\)");
    const auto match = pattern.match(attributes.value("style").toString());
    return QImage::fromData(QByteArray::fromBase64(match.captured(1).toLatin1()));
}

StoryResult timedStory(const QList<double>& times) {
    StoryResult result;
    for (const double time : times) {
        auto& frame = result.frames.emplace_back();
        frame.timeSeconds = time < -100 ? std::nullopt : std::optional(time);
        frame.caption.text = "Frame " + std::to_string(result.frames.size());
    }
    return result;
}

} // namespace

class FormatsStoryExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void json_holds_the_whole_result() {
        const QJsonObject json = jsonOf(test::sampleStory());
        QCOMPARE(json.keys(), (QStringList{"attention", "decoding", "frames", "model", "predictions", "score", "seed",
                                           "source", "unfamiliar"}));
        QCOMPARE(json["source"].toString(), QString("/films/Rain & \"shine\" <1>.mp4"));
        QCOMPARE(json["decoding"].toString(), QString("sample"));
        QCOMPARE(json["score"].toDouble(), 0.1);
        const QJsonObject frame = json["frames"].toArray()[0].toObject();
        QCOMPARE(frame["index"].toInt(), 36);
        QCOMPARE(frame["time_seconds"].toDouble(), 1.5);
        QCOMPARE(frame["caption"].toObject()["text"].toString(), QString("Tom&Jerry <b>run</b>"));
        QCOMPARE(frame["caption"].toObject()["tokens"].toArray()[1].toObject()["log_probability"].toDouble(), -1.5);
        QCOMPARE(frame["tags"].toArray()[0].toObject()["tag"].toString(), QString("umbrella"));
        QVERIFY(json["frames"].toArray()[1].toObject()["unfamiliar"].toBool());
        QCOMPARE(json["predictions"].toArray()[0].toObject()["truth_frame"].toInt(), 1);
        const QJsonObject attention = json["attention"].toArray()[2].toObject();
        QCOMPARE(attention["kind"].toString(), QString("next_caption"));
        QCOMPARE(attention["layer"].toInt(-7), 0);
        QCOMPARE(attention["head"].toString(), QString("mean"));
        QCOMPARE(attention["values"].toArray().size(), 3);
    }

    void json_numbers_are_as_short_as_they_can_be() {
        const std::string json = storyToJson(test::sampleStory());
        QVERIFY(json.find("\"score\": 0.1,\n") != std::string::npos);
        QVERIFY(json.find("\"seed\": 18446744073709551615,\n") != std::string::npos);
    }

    void json_attention_rows_sum_to_one() {
        for (const auto& record : jsonOf(test::sampleStory())["attention"].toArray()) {
            for (const auto& row : record.toObject()["values"].toArray()) {
                double sum = 0;
                for (const auto& value : row.toArray()) {
                    sum += value.toDouble();
                }
                QVERIFY(std::abs(sum - 1) < 1e-4);
            }
        }
    }

    void the_same_result_gives_the_same_bytes() {
        QCOMPARE(storyToJson(test::sampleStory()), storyToJson(test::sampleStory()));
        QCOMPARE(storyToHtml(test::sampleStory(), samplePictures()),
                 storyToHtml(test::sampleStory(), samplePictures()));
    }

    void an_empty_result_is_still_valid_json() {
        const QJsonObject json = jsonOf({});
        QVERIFY(json["score"].isNull());
        QCOMPARE(json["frames"].toArray().size(), 0);
        QCOMPARE(json.size(), 9);
    }

    void broken_text_and_numbers_never_break_the_files() {
        StoryResult result = test::sampleStory();
        result.source = "a\xFF";
        result.frames[0].caption.text = "\xC3(\x01";
        result.frames[0].caption.tokens[0].logProbability = std::numeric_limits<float>::quiet_NaN();
        result.attention[0].values[0] = std::numeric_limits<float>::infinity();
        result.frames[1].timeSeconds = std::numeric_limits<double>::infinity();
        QCOMPARE(jsonOf(result).size(), 9);
        QVERIFY(QString::fromStdString(storyToHtml(result, {})).contains("</html>"));
        QVERIFY(!storyToSrt(result).empty());
    }

    void subtitles_last_until_the_next_frame_data() {
        QTest::addColumn<QList<double>>("times");
        QTest::addColumn<QString>("srt");
        QTest::newRow("none") << QList<double>{} << "";
        QTest::newRow("without times") << QList<double>{-200} << "";
        QTest::newRow("one") << QList<double>{0} << "1\n00:00:00,000 --> 00:00:03,000\nFrame 1\n\n";
        QTest::newRow("two")
            << QList<double>{1.2345, 3725.9996}
            << "1\n00:00:01,235 --> 01:02:06,000\nFrame 1\n\n2\n01:02:06,000 --> 01:02:09,000\nFrame 2\n\n";
        QTest::newRow("not in order")
            << QList<double>{5, 2}
            << "1\n00:00:02,000 --> 00:00:05,000\nFrame 2\n\n2\n00:00:05,000 --> 00:00:08,000\nFrame 1\n\n";
        QTest::newRow("same moment")
            << QList<double>{1, 1, 2}
            << "1\n00:00:01,000 --> 00:00:02,000\nFrame 1\n\n2\n00:00:01,000 --> 00:00:02,000\nFrame 2\n\n"
               "3\n00:00:02,000 --> 00:00:05,000\nFrame 3\n\n";
        QTest::newRow("negative") << QList<double>{-0.04} << "1\n00:00:00,000 --> 00:00:03,000\nFrame 1\n\n";
    }
    void subtitles_last_until_the_next_frame() {
        QFETCH(QList<double>, times);
        QTEST(QString::fromStdString(storyToSrt(timedStory(times))), "srt");
    }

    void web_subtitles_escape_what_their_format_would_read() {
        QCOMPARE(QString::fromStdString(storyToVtt(test::sampleStory())),
                 QString("WEBVTT\n\n00:00:01.500 --> 00:00:04.500\nTom&amp;Jerry &lt;b&gt;run&lt;/b&gt;\n\n"
                         "00:00:04.500 --> 00:00:07.500\nRain falls--&gt;now\n\n"));
    }

    void a_caption_stays_on_one_line_of_subtitles() {
        StoryResult result = timedStory({0, 1});
        result.frames[0].caption.text = "One\n\ntwo";
        result.frames[1].caption.text = " \n";
        QCOMPARE(storyToSrt(result), std::string("1\n00:00:00,000 --> 00:00:01,000\nOne  two\n\n"));
    }

    void the_page_is_well_formed() {
        QXmlStreamReader reader(sampleHtml());
        while (!reader.atEnd()) {
            reader.readNext();
        }
        QVERIFY2(!reader.hasError(),
                 qPrintable(reader.errorString() + " in line " + QString::number(reader.lineNumber())));
    }

    void the_page_needs_no_script_and_no_network() {
        const QString page = sampleHtml();
        QVERIFY(!page.contains("<script"));
        QVERIFY(!page.contains("://"));
        QVERIFY(!page.contains("@import"));
        QVERIFY(!page.contains("<link"));
        QVERIFY(page.contains("prefers-color-scheme: dark"));
    }

    void the_page_shows_text_as_text() {
        const QString page = sampleHtml();
        QVERIFY(!page.contains("<b>run</b>"));
        QVERIFY(page.contains("&lt;b&gt;run&lt;/b&gt;"));
        QVERIFY(page.contains("Rain &amp; &quot;shine&quot; &lt;1&gt;.mp4"));
    }

    void every_word_of_the_page_can_be_reached_and_has_a_heat_map_per_frame() {
        const auto words = elementsOfClass(sampleHtml(), "word");
        QCOMPARE(words.size(), 2 + 2 + 2); // two captions, one prediction; the end token has no text
        for (const auto& word : words) {
            QCOMPARE(word.value("tabindex").toString(), QString("0"));
        }
        QCOMPARE(elementsOfClass(sampleHtml(), "lens").size(), words.size());
        QCOMPARE(elementsOfClass(sampleHtml(), "heat").size(), 2 * 2 + 2 * 2 + 2 * 1);
    }

    void the_heat_is_strongest_where_the_word_looked() {
        const auto heats = elementsOfClass(sampleHtml(), "heat");
        const QImage elsewhere = heatOf(heats[0]);
        const QImage there = heatOf(heats[1]);
        QCOMPARE(there.size(), QSize(2, 2));
        QVERIFY(qAlpha(there.pixel(1, 1)) > 190);
        QVERIFY(qGreen(there.pixel(1, 1)) > 200);
        for (const QPoint point : {QPoint(0, 0), QPoint(1, 0), QPoint(0, 1)}) {
            QVERIFY(qAlpha(there.pixel(point)) < 100);
            QVERIFY(qAlpha(elsewhere.pixel(point)) < 100);
        }
    }

    void pictures_have_names_and_their_own_shape() {
        const QString page = sampleHtml();
        QVERIFY(page.contains(".f1{aspect-ratio:4/3;"));
        QVERIFY(page.contains(".p0{aspect-ratio:4/3;"));
        for (const auto& picture : elementsOfClass(page, "picture")) {
            const bool isCopyUnderHeat = !picture.hasAttribute("role");
            QVERIFY(isCopyUnderHeat || !picture.value("aria-label").isEmpty());
        }
    }

    void the_figures_can_be_read_as_a_table() {
        const QString page = sampleHtml();
        QCOMPARE(page.count("<table>"), 2);
        QVERIFY(page.contains("<th scope=\"row\">first</th><td>20 %</td><td>80 %</td>"));
    }

    void a_strange_story_is_marked_as_such() {
        StoryResult result = test::sampleStory();
        QCOMPARE(elementsOfClass(QString::fromStdString(storyToHtml(result, {})), "banner").size(), 0);
        result.frames[0].unfamiliarity = 3;
        QCOMPARE(elementsOfClass(QString::fromStdString(storyToHtml(result, {})), "banner").size(), 1);
    }

    void a_result_without_attention_has_plain_captions() {
        StoryResult result = test::sampleStory();
        result.attention.clear();
        const QString page = QString::fromStdString(storyToHtml(result, samplePictures()));
        QVERIFY(page.contains("Tom&amp;Jerry &lt;b&gt;run"));
        QCOMPARE(elementsOfClass(page, "word").size(), 0);
    }
};

QTEST_GUILESS_MAIN(FormatsStoryExportTest)
#include "formats_story_export_test.moc"
