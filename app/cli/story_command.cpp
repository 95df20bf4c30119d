// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/output.h"
#include "app/cli/story_input.h"
#include "app/cli/story_text.h"
#include "app/cli/terminal_progress.h"
#include "core/base/paths.h"
#include "core/formats/story_export.h"
#include "core/inference/storyteller.h"
#include "core/media/image_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

struct StoryCommandOptions {
    std::string input;
    std::string model; ///< empty: the bundled one
    StoryInputOptions frames;
    inference::StoryOptions story;
    std::string json;
    std::string srt;
    std::string vtt;
    std::string html;
    std::string attention;
    std::string text;

    std::array<const std::string*, 6> outputs() const { return {&json, &srt, &vtt, &html, &attention, &text}; }
};

/// Shows the captions' progress.
class TellingProgress final : public inference::StoryObserver {
public:
    void framesRead(const StoryResult& soFar) override { m_frames = static_cast<std::int64_t>(soFar.frames.size()); }
    void tokenWritten(int framePosition, const ToldCaption&) override {
        m_line.show("Telling the story", framePosition, m_frames);
    }
    void captionWritten(int framePosition, const ToldCaption&) override {
        m_line.show("Telling the story", framePosition + 1, m_frames);
    }

private:
    StatusLine m_line;
    std::int64_t m_frames = 0;
};

std::string toHtml(const StoryResult& result, const std::vector<inference::InputFrame>& frames) {
    formats::StoryPictures pictures;
    for (const inference::InputFrame& frame : frames) {
        pictures.frames.push_back(media::encodePng(frame.picture));
    }
    for (const NextPrediction& prediction : result.predictions) {
        pictures.predictions.push_back(prediction.picture.isEmpty() ? std::vector<std::uint8_t>()
                                                                    : media::encodePng(prediction.picture));
    }
    return formats::storyToHtml(result, pictures);
}

void write(const StoryResult& result, const std::vector<inference::InputFrame>& frames,
           const StoryCommandOptions& options) {
    if (!options.json.empty()) {
        writeOutput(options.json, formats::storyToJson(result));
    }
    if (!options.srt.empty()) {
        writeOutput(options.srt, formats::storyToSrt(result));
    }
    if (!options.vtt.empty()) {
        writeOutput(options.vtt, formats::storyToVtt(result));
    }
    if (!options.html.empty()) {
        writeOutput(options.html, toHtml(result, frames));
    }
    if (!options.attention.empty()) {
        writeOutput(options.attention, formats::attentionToNpz(result));
    }
    if (!options.text.empty()) {
        writeOutput(options.text, storyToText(result));
    }
}

void run(StoryCommandOptions options, const Session& session) {
    const auto outputs = options.outputs();
    if (std::all_of(outputs.begin(), outputs.end(), [](const std::string* place) { return place->empty(); })) {
        options.text = standardOutput;
    }
    if (std::count_if(outputs.begin(), outputs.end(),
                      [](const std::string* place) { return *place == standardOutput; }) > 1) {
        throw CLI::ValidationError("Only one result can go to standard output");
    }
    inference::setComputeThreads(session.threads);
    const inference::Storyteller teller(options.model.empty() ? bundledModelPath()
                                                              : std::filesystem::path(options.model));
    options.frames.clipPictures = teller.clipPictures();
    std::vector<inference::InputFrame> frames;
    {
        TerminalProgress progress;
        frames = readStoryInput(options.input, options.frames, session.stop, progress);
    }
    StoryResult result;
    {
        TellingProgress progress;
        result = teller.tell(frames, options.story, session.stop, &progress);
    }
    result.source = options.input;
    write(result, frames, options);
}

void addChoices(CLI::App& command, StoryCommandOptions& options) {
    const std::map<std::string, Decoding> decodings{
        {"greedy", Decoding::Greedy}, {"beam", Decoding::Beam}, {"sample", Decoding::Sample}};
    const std::map<std::string, FrameChoice> choices{
        {"shots", FrameChoice::Shots}, {"middles", FrameChoice::Middles}, {"uniform", FrameChoice::Uniform}};
    command.add_option("--frames", options.frames.frameCount, "Frames of the story")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command
        .add_option_function<std::string>(
            "--frame-choice",
            [&options, choices](const std::string& name) { options.frames.choice = choices.at(name); },
            "How frames are chosen from a longer input: shots (default), middles or uniform")
        ->check(CLI::IsMember(choices));
    command
        .add_option_function<std::string>(
            "--decode", [&options, decodings](const std::string& name) { options.story.decoding = decodings.at(name); },
            "How words are chosen: greedy (default), beam or sample")
        ->check(CLI::IsMember(decodings));
}

/// What makes no sense is refused by whoever tells the story, with a sentence for each.
void addWriting(CLI::App& command, inference::StoryOptions& story) {
    command.add_option("--seed", story.seed, "Seed for --decode sample")->capture_default_str();
    command.add_option("--temperature", story.temperature, "For --decode sample: below 1 keeps to what is probable")
        ->capture_default_str();
    command.add_option("--top-k", story.topK, "For --decode sample: only so many of the most probable words; 0: all")
        ->capture_default_str();
    command
        .add_option("--top-p", story.topP, "For --decode sample: the fewest words whose probabilities reach this sum")
        ->capture_default_str();
    command.add_option("--beams", story.beams, "Beams for --decode beam")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command
        .add_option("--length-penalty", story.lengthPenalty,
                    "For --decode beam: above 1 favours long captions, below 1 short ones")
        ->capture_default_str();
    command
        .add_option("--repetition-penalty", story.repetitionPenalty,
                    "Above 1: what a caption has already becomes less probable")
        ->capture_default_str();
    command
        .add_option("--no-repeat-ngram", story.noRepeatNgram,
                    "No sequence of so many words comes twice in a caption; 0: any may")
        ->capture_default_str();
    command
        .add_option("--no-repeat-in-story", story.noRepeatInStory,
                    "No sequence of so many words that an earlier frame's caption has; 0: any may")
        ->capture_default_str();
}

} // namespace

void addStoryCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<StoryCommandOptions>();
    CLI::App* command =
        program.add_subcommand("story", "Tells the story of a video, a GIF, pictures, or one story of a data set");
    command->add_option("INPUT", options->input, "Video, GIF, picture, folder of pictures, or DATASET#story-id")
        ->required();
    command->add_option("--model", options->model, "Model folder (default: the bundled model)");
    addDatasetOptions(*command, options->frames.dataset);
    addChoices(*command, *options);
    addWriting(*command, options->story);
    command->add_option("--text", options->text, "Write the story to be read (the default, to standard output)");
    command->add_option("--json", options->json, "Write everything as JSON to this file, or - for standard output");
    command->add_option("--srt", options->srt, "Write SubRip subtitles");
    command->add_option("--vtt", options->vtt, "Write WebVTT subtitles");
    command->add_option("--html", options->html, "Write a page with pictures, captions and attention");
    command->add_option("--attention", options->attention, "Write all attention as a NumPy archive (.npz)");
    command->footer("Examples:\n  storyscope-cli story holiday.mp4\n"
                    "  storyscope-cli story holiday.mp4 --frames 8 --decode beam --html story.html --srt story.srt\n"
                    "  storyscope-cli story storyworld:seed=1000000,stories=10#storyworld-1000003 --json -");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
