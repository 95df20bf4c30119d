// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_tiny_model.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/story_export.h"
#include "core/inference/storyteller.h"
#include "tests/support/processor_time.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;

namespace {

struct Event {
    std::string what;
    int frame = 0;
    ToldCaption caption;
};

class Recorder : public StoryObserver {
public:
    void framesRead(const StoryResult& soFar) override {
        events.push_back({"frames", 0, {}});
        seen = soFar;
    }
    void tokenWritten(int framePosition, const ToldCaption& captionSoFar) override {
        events.push_back({"token", framePosition, captionSoFar});
    }
    void captionWritten(int framePosition, const ToldCaption& caption) override {
        events.push_back({"caption", framePosition, caption});
    }

    std::vector<Event> events;
    StoryResult seen;
};

/// Asks for a stop at its first token.
class Stopper final : public Recorder {
public:
    void tokenWritten(int framePosition, const ToldCaption& captionSoFar) override {
        Recorder::tokenWritten(framePosition, captionSoFar);
        source.request_stop();
    }
    std::stop_source source;
};

template <typename Work>
std::optional<ErrorCode> errorOf(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return {};
}

std::vector<int> upTo(int first, int count) {
    std::vector<int> result(static_cast<std::size_t>(count));
    std::iota(result.begin(), result.end(), first);
    return result;
}

int largestDifference(const Picture& a, const Picture& b) {
    int largest = a.sizeBytes() == b.sizeBytes() ? 0 : 256;
    for (std::size_t index = 0; index < std::min(a.sizeBytes(), b.sizeBytes()); ++index) {
        largest = std::max(largest, std::abs(a.data()[index] - b.data()[index]));
    }
    return largest;
}

StoryOptions sampled(std::uint64_t seed) {
    StoryOptions options;
    options.decoding = Decoding::Sample;
    options.seed = seed;
    return options;
}

} // namespace

class InferenceStorytellerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stories_of_any_length_are_told_data();
    void stories_of_any_length_are_told();
    void attention_rows_sum_to_one_data() { stories_of_any_length_are_told_data(); }
    void attention_rows_sum_to_one();
    void a_long_story_is_told_window_by_window();
    void temporal_attention_looks_back_only();
    void the_summary_is_the_mean_of_the_last_layers_heads();
    void predictions_know_nothing_of_later_frames();
    void tokens_name_their_place_in_the_caption();
    void words_stream_in_order();
    void one_beam_equals_greedy();
    void beams_report_whole_captions();
    void the_same_seed_tells_the_same_story_whatever_was_told_before();
    void another_seed_tells_another_story();
    void captions_keep_to_their_limit();
    void a_stop_ends_the_telling_within_100_ms();
    void a_stop_from_the_observer_ends_the_telling();
    void senseless_requests_are_refused();
    void broken_model_folders_are_refused();
    void compute_threads_can_be_set();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Storyteller> m_storyteller;
};

void InferenceStorytellerTest::initTestCase() {
    QVERIFY(m_folder.isValid());
    writeTinyModel(m_folder.path().toStdString());
    m_storyteller = std::make_unique<Storyteller>(m_folder.path().toStdString());
    QCOMPARE(m_storyteller->model().name, std::string("Tiny"));
}

void InferenceStorytellerTest::stories_of_any_length_are_told_data() {
    QTest::addColumn<int>("count");
    for (const int count : {1, 2, 5, 7, 12}) {
        QTest::addRow("%d frames", count) << count;
    }
}

void InferenceStorytellerTest::stories_of_any_length_are_told() {
    QFETCH(int, count);
    const StoryResult story = m_storyteller->tell(numberedFrames(count), {}, {});
    QCOMPARE(story.modelName, std::string("Tiny"));
    QCOMPARE(story.frames.size(), static_cast<std::size_t>(count));
    QCOMPARE(story.score.has_value(), count > 1);
    for (int position = 0; position < count; ++position) {
        const ToldFrame& frame = story.frames[static_cast<std::size_t>(position)];
        QCOMPARE(frame.sourceIndex, 10 * position);
        QCOMPARE(frame.pictureName, "picture " + std::to_string(position));
        QVERIFY(!frame.caption.text.empty());
        QCOMPARE(frame.tags.size(), TinyModel::tags().size());
        QVERIFY(std::ranges::is_sorted(frame.tags, std::ranges::greater(), &TagScore::probability));
        QVERIFY(frame.unfamiliarity > 0);
        const Attention* attention = story.captionAttention(position);
        QVERIFY(attention);
        QCOMPARE(attention->rows.size(), frame.caption.tokens.size());
        QCOMPARE(attention->gridRows, TinyModel::gridSize);
        const int first = std::clamp(position - 2, 0, std::max(0, count - 5));
        QCOMPARE(attention->frames, upTo(first, std::min(count, 5)));
    }
    QCOMPARE(story.predictions.size(), static_cast<std::size_t>(count));
    for (int position = 1; position <= count; ++position) {
        const NextPrediction& prediction = story.predictions[static_cast<std::size_t>(position - 1)];
        QCOMPARE(prediction.contextFrames, upTo(std::max(0, position - 4), std::min(position, 4)));
        QCOMPARE(prediction.truthFrame, position < count ? std::optional(position) : std::nullopt);
        QCOMPARE(prediction.picture.width(), TinyModel::pictureSize);
        QCOMPARE(prediction.picture.height(), TinyModel::pictureSize);
        QVERIFY(!prediction.caption.text.empty());
    }
}

void InferenceStorytellerTest::attention_rows_sum_to_one() {
    QFETCH(int, count);
    const StoryResult story = m_storyteller->tell(numberedFrames(count), {}, {});
    const auto perCaption = static_cast<std::size_t>(1 + TinyModel::layers * TinyModel::heads);
    QCOMPARE(story.attention.size(), static_cast<std::size_t>(1 + TinyModel::temporalLayers * TinyModel::heads) +
                                         2 * static_cast<std::size_t>(count) * perCaption);
    for (const Attention& record : story.attention) {
        QVERIFY(!record.rows.empty());
        QCOMPARE(record.values.size(), record.rows.size() * record.columnCount());
        for (std::size_t row = 0; row < record.rows.size(); ++row) {
            const auto values = record.row(row);
            QVERIFY(std::abs(std::accumulate(values.begin(), values.end(), 0.0) - 1) < 1e-4);
            QVERIFY(std::ranges::min(values) >= 0);
        }
        if (record.kind == Attention::Kind::NextCaption) {
            QCOMPARE(record.frames, story.predictions.at(static_cast<std::size_t>(record.subject)).contextFrames);
        }
    }
}

void InferenceStorytellerTest::a_long_story_is_told_window_by_window() {
    const std::vector<InputFrame> frames = numberedFrames(12);
    const StoryResult whole = m_storyteller->tell(frames, {}, {});
    const StoryResult window = m_storyteller->tell({frames.begin() + 4, frames.begin() + 9}, {}, {});
    const ToldFrame& frame = whole.frames[6];
    QCOMPARE(frame.caption.text, window.frames[2].caption.text);
    QCOMPARE(frame.tags[0].probability, window.frames[2].tags[0].probability);
    QCOMPARE(whole.captionAttention(6)->values, window.captionAttention(2)->values);
    QVERIFY(std::ranges::any_of(whole.frames,
                                [&](const ToldFrame& other) { return other.caption.text != frame.caption.text; }));
}

void InferenceStorytellerTest::temporal_attention_looks_back_only() {
    const StoryResult story = m_storyteller->tell(numberedFrames(7), {}, {});
    const Attention& temporal = story.attention.front();
    QCOMPARE(temporal.kind, Attention::Kind::Temporal);
    QCOMPARE(temporal.layer, Attention::averaged);
    QCOMPARE(temporal.rows[3], std::string("30"));
    QCOMPARE(temporal.columnCount(), std::size_t{7});
    for (std::size_t row = 0; row < 7; ++row) {
        const auto values = temporal.row(row);
        for (std::size_t column = 0; column < 7; ++column) {
            const bool isInWindow = column + 2 >= std::min<std::size_t>(row, 4);
            QCOMPARE(values[column] > 0, column <= row && isInWindow);
        }
    }
}

void InferenceStorytellerTest::the_summary_is_the_mean_of_the_last_layers_heads() {
    const StoryResult story = m_storyteller->tell(numberedFrames(3), {}, {});
    const Attention* summary = story.captionAttention(1);
    for (std::size_t cell = 0; cell < summary->values.size(); ++cell) {
        double mean = 0;
        for (int head = 0; head < TinyModel::heads; ++head) {
            mean += story.captionAttention(1, TinyModel::layers - 1, head)->values[cell] / TinyModel::heads;
        }
        QVERIFY(std::abs(summary->values[cell] - mean) < 1e-6);
    }
}

void InferenceStorytellerTest::predictions_know_nothing_of_later_frames() {
    const std::vector<InputFrame> frames = numberedFrames(7);
    const StoryResult whole = m_storyteller->tell(frames, {}, {});
    for (int count = 1; count < 7; ++count) {
        const StoryResult begun = m_storyteller->tell({frames.begin(), frames.begin() + count}, {}, {});
        const NextPrediction& expected = begun.predictions.back();
        const NextPrediction& actual = whole.predictions[static_cast<std::size_t>(count - 1)];
        QCOMPARE(actual.caption.text, expected.caption.text);
        QVERIFY(largestDifference(actual.picture, expected.picture) <= 1);
    }
}

void InferenceStorytellerTest::tokens_name_their_place_in_the_caption() {
    const StoryResult story = m_storyteller->tell(numberedFrames(5), sampled(3), {});
    for (const ToldFrame& frame : story.frames) {
        std::size_t last = 0;
        for (const Token& token : frame.caption.tokens) {
            QVERIFY(token.begin >= last && token.end <= frame.caption.text.size() && token.begin <= token.end);
            const QString spelt =
                QString::fromStdString(frame.caption.text.substr(token.begin, token.end - token.begin));
            QCOMPARE(spelt.toLower(), QString::fromStdString(token.text).toLower());
            QVERIFY(token.logProbability <= 0);
            QVERIFY(!token.text.starts_with('['));
            last = token.end;
        }
    }
}

void InferenceStorytellerTest::words_stream_in_order() {
    Recorder recorder;
    const StoryResult story = m_storyteller->tell(numberedFrames(5), {}, {}, &recorder);
    QCOMPARE(recorder.events.front().what, std::string("frames"));
    QCOMPARE(recorder.seen.frames.size(), std::size_t{5});
    QVERIFY(!recorder.seen.frames[0].tags.empty());
    QVERIFY(recorder.seen.frames[0].caption.tokens.empty());
    QVERIFY(!recorder.seen.attention.empty());
    QCOMPARE(recorder.seen.score, story.score);
    std::size_t event = 1;
    for (int frame = 0; frame < 5; ++frame) {
        const ToldCaption& caption = story.frames[static_cast<std::size_t>(frame)].caption;
        for (std::size_t tokens = 1; tokens <= caption.tokens.size(); ++tokens, ++event) {
            QCOMPARE(recorder.events.at(event).what, std::string("token"));
            QCOMPARE(recorder.events.at(event).frame, frame);
            QCOMPARE(recorder.events.at(event).caption.tokens.size(), tokens);
            QCOMPARE(recorder.events.at(event).caption.tokens.back().text, caption.tokens[tokens - 1].text);
        }
        QCOMPARE(recorder.events.at(event).what, std::string("caption"));
        QCOMPARE(recorder.events.at(event).caption.text, caption.text);
        ++event;
    }
    QCOMPARE(event, recorder.events.size());
}

void InferenceStorytellerTest::one_beam_equals_greedy() {
    StoryOptions options;
    options.decoding = Decoding::Beam;
    options.beams = 1;
    const StoryResult beam = m_storyteller->tell(numberedFrames(5), options, {});
    const StoryResult greedy = m_storyteller->tell(numberedFrames(5), {}, {});
    for (std::size_t frame = 0; frame < 5; ++frame) {
        QCOMPARE(beam.frames[frame].caption.text, greedy.frames[frame].caption.text);
        QCOMPARE(beam.captionAttention(static_cast<int>(frame))->values,
                 greedy.captionAttention(static_cast<int>(frame))->values);
    }
}

void InferenceStorytellerTest::beams_report_whole_captions() {
    StoryOptions options;
    options.decoding = Decoding::Beam;
    Recorder recorder;
    const StoryResult beam = m_storyteller->tell(numberedFrames(5), options, {}, &recorder);
    QVERIFY(std::ranges::none_of(recorder.events, [](const Event& event) { return event.what == "token"; }));
    QCOMPARE(std::ranges::count(recorder.events, "caption", &Event::what), 5);
    for (int frame = 0; frame < 5; ++frame) {
        const Attention* attention = beam.captionAttention(frame);
        QCOMPARE(attention->rows.size(), beam.frames[static_cast<std::size_t>(frame)].caption.tokens.size());
    }
}

void InferenceStorytellerTest::the_same_seed_tells_the_same_story_whatever_was_told_before() {
    const std::vector<InputFrame> frames = numberedFrames(5);
    const std::string first = formats::storyToJson(m_storyteller->tell(frames, sampled(7), {}));
    m_storyteller->tell(numberedFrames(3), sampled(8), {});
    QVERIFY(formats::storyToJson(m_storyteller->tell(frames, sampled(7), {})) == first);
    QVERIFY(formats::storyToJson(Storyteller(m_folder.path().toStdString()).tell(frames, sampled(7), {})) == first);
}

void InferenceStorytellerTest::another_seed_tells_another_story() {
    const StoryResult one = m_storyteller->tell(numberedFrames(5), sampled(7), {});
    const StoryResult other = m_storyteller->tell(numberedFrames(5), sampled(8), {});
    QVERIFY(!std::ranges::equal(
        one.frames, other.frames, {}, [](const ToldFrame& frame) { return frame.caption.text; },
        [](const ToldFrame& frame) { return frame.caption.text; }));
    QCOMPARE(one.frames[0].tags[0].probability, other.frames[0].tags[0].probability);
}

void InferenceStorytellerTest::captions_keep_to_their_limit() {
    StoryOptions options;
    options.maximumTokens = 3;
    for (const ToldFrame& frame : m_storyteller->tell(numberedFrames(5), options, {}).frames) {
        QVERIFY(frame.caption.tokens.size() <= 3);
    }
    options.maximumTokens = 10'000;
    for (const ToldFrame& frame : m_storyteller->tell(numberedFrames(5), options, {}).frames) {
        QVERIFY(frame.caption.tokens.size() <= 11);
    }
}

void InferenceStorytellerTest::a_stop_ends_the_telling_within_100_ms() {
    std::stop_source source;
    ProcessorTime sinceStop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        sinceStop.restart();
        source.request_stop();
    });
    const auto error = errorOf([&] { m_storyteller->tell(numberedFrames(400), {}, source.get_token()); });
    const std::int64_t milliseconds = sinceStop.milliseconds() / computeThreads();
    stopper.join();
    QCOMPARE(error, std::optional(ErrorCode::Cancelled));
    QVERIFY2(milliseconds < 100, qPrintable(QString::number(milliseconds)));
}

void InferenceStorytellerTest::a_stop_from_the_observer_ends_the_telling() {
    Stopper stopper;
    const auto error =
        errorOf([&] { m_storyteller->tell(numberedFrames(5), {}, stopper.source.get_token(), &stopper); });
    QCOMPARE(error, std::optional(ErrorCode::Cancelled));
    QCOMPARE(stopper.events.size(), std::size_t{2});
}

void InferenceStorytellerTest::senseless_requests_are_refused() {
    const auto refused = [&](const std::vector<InputFrame>& frames, const StoryOptions& options) {
        return errorOf([&] { m_storyteller->tell(frames, options, {}); }) == ErrorCode::BadArgument;
    };
    QVERIFY(refused({}, {}));
    QVERIFY(refused({InputFrame{}}, {}));
    StoryOptions options;
    options.maximumTokens = 0;
    QVERIFY(refused(numberedFrames(1), options));
    options = {};
    options.decoding = Decoding::Beam;
    options.beams = 0;
    QVERIFY(refused(numberedFrames(1), options));
    options = sampled(1);
    options.temperature = 0;
    QVERIFY(refused(numberedFrames(1), options));
    options = sampled(1);
    options.topP = 1.5;
    QVERIFY(refused(numberedFrames(1), options));
}

void InferenceStorytellerTest::broken_model_folders_are_refused() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY(errorOf([&] { Storyteller{path / "nothing"}; }).has_value());
    writeTinyModel(path);
    writeFileAtomically(path / "model.safetensors", "not tensors");
    QVERIFY(errorOf([&] { Storyteller{path}; }).has_value());
    std::filesystem::remove(path / "vocab.txt");
    QVERIFY(errorOf([&] { Storyteller{path}; }).has_value());
}

void InferenceStorytellerTest::compute_threads_can_be_set() {
    setComputeThreads(1);
    QCOMPARE(computeThreads(), 1);
    setComputeThreads(2);
    QCOMPARE(computeThreads(), 2);
    setComputeThreads(0);
    const int all = computeThreads();
    QVERIFY(all >= 1);
    setComputeThreadsBesideWindow(0);
    QCOMPARE(computeThreads(), std::max(1, all - 1));
    setComputeThreadsBesideWindow(2);
    QCOMPARE(computeThreads(), 2);
}

QTEST_GUILESS_MAIN(InferenceStorytellerTest)
#include "inference_storyteller_test.moc"
