// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/attention_text.h"
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/output.h"
#include "app/cli/story_input.h"
#include "app/cli/terminal_progress.h"
#include "core/base/error.h"
#include "core/base/paths.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

struct AttentionCommandOptions {
    std::string input;
    std::string model; ///< empty: the bundled one
    StoryInputOptions frames;
    int frame = 1; ///< of the story, from 1
    std::vector<std::string> words;
    std::optional<int> layer; ///< from 1
    std::optional<int> head;  ///< from 1
    bool isRolledOut = false;
    bool isChecked = false;
    int parts = 0;
    std::string json;
    std::string text;
};

const Attention& recordedAttention(const StoryResult& told, int position, const AttentionCommandOptions& options) {
    if (options.layer.has_value() != options.head.has_value()) {
        throw CLI::ValidationError("--layer and --head go together");
    }
    const Attention* record =
        told.captionAttention(position, options.layer.value_or(0) - 1, options.head.value_or(0) - 1);
    if (record == nullptr && told.captionAttention(position) != nullptr) {
        throw Error(ErrorCode::BadArgument, "The model has no attention of layer " + std::to_string(*options.layer) +
                                                ", head " + std::to_string(*options.head));
    }
    if (record == nullptr) {
        throw Error(ErrorCode::Unsupported,
                    "This model gives no attention for the caption of frame " + std::to_string(position + 1));
    }
    return *record;
}

/// Places of the wanted words in the caption; of all that have text if none was asked for.
std::vector<int> wantedTokens(const ToldCaption& caption, const std::vector<std::string>& words) {
    std::vector<int> tokens;
    for (std::size_t index = 0; index < caption.tokens.size(); ++index) {
        const Token& token = caption.tokens[index];
        const std::string text = caption.text.substr(token.begin, token.end - token.begin);
        const bool isWanted = words.empty() || std::ranges::find(words, text) != words.end();
        if (token.end > token.begin && isWanted) {
            tokens.push_back(static_cast<int>(index));
        }
    }
    if (tokens.empty()) {
        throw Error(ErrorCode::BadArgument, "The caption \"" + caption.text + "\" has none of the words asked for");
    }
    return tokens;
}

void run(const AttentionCommandOptions& options, const Session& session) {
    inference::setComputeThreads(session.threads);
    TerminalProgress progress;
    const inference::Storyteller teller(options.model.empty() ? bundledModelPath()
                                                              : std::filesystem::path(options.model));
    StoryInputOptions input = options.frames;
    input.clipPictures = teller.clipPictures();
    const std::vector<inference::InputFrame> frames = readStoryInput(options.input, input, session.stop, progress);
    progress.report("Telling the story", 0, 0);
    StoryResult told = teller.tell(frames, {}, session.stop);
    told.source = options.input;
    const int position = options.frame - 1;
    if (position >= static_cast<int>(told.frames.size())) {
        throw Error(ErrorCode::BadArgument, "The story has " + std::to_string(told.frames.size()) +
                                                " frames, no frame " + std::to_string(options.frame));
    }
    const inference::StudiedStory story{frames, told};
    const inference::ToldText text{Attention::Kind::Caption, position};
    const inference::Study study{session.stop, progress};
    StudiedCaption studied{.told = told, .position = position, .record = {}, .words = {}};
    studied.record =
        options.isRolledOut ? teller.rollOut(story, text, study) : recordedAttention(told, position, options);
    for (const int token : wantedTokens(told.frames[static_cast<std::size_t>(position)].caption, options.words)) {
        StudiedWord& word = studied.words.emplace_back();
        word.token = static_cast<std::size_t>(token);
        if (options.isChecked) {
            word.occlusion = teller.occlude(story, {text, token, position, options.parts}, study);
        }
    }
    if (!options.json.empty()) {
        writeOutput(options.json, attentionToJson(studied));
    }
    if (!options.text.empty() || options.json.empty()) {
        writeOutput(options.text.empty() ? std::string(standardOutput) : options.text, attentionToText(studied));
    }
}

} // namespace

void addAttentionCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<AttentionCommandOptions>();
    CLI::App* command =
        program.add_subcommand("attention", "Says where the words of a caption looked, and whether they depend on it");
    command->add_option("INPUT", options->input, "Video, GIF, picture, folder of pictures, or DATASET#story-id")
        ->required();
    command->add_option("--model", options->model, "Model folder (default: the bundled model)");
    addDatasetOptions(*command, options->frames.dataset);
    command->add_option("--frames", options->frames.frameCount, "Frames of the story")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--frame", options->frame, "Whose caption, from 1")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--words", options->words, "Only these words of it (default: all)")->delimiter(',');
    command->add_option("--layer", options->layer, "From 1, with --head (default: the last layer)")
        ->check(CLI::Range(1, 1000));
    command->add_option("--head", options->head, "From 1, with --layer (default: the mean)")
        ->check(CLI::Range(1, 1000));
    command->add_flag("--roll-out", options->isRolledOut, "What all layers together let through from the picture");
    command->add_flag("--check", options->isChecked,
                      "Cover the picture part by part, ask each time how probable the word still is, and compare");
    command
        ->add_option("--parts", options->parts,
                     "For --check: parts per side (default: 4 to 8, as the model's grid divides)")
        ->check(CLI::Range(2, 64));
    command->add_option("--text", options->text, "Write it to be read (the default, to standard output)");
    command->add_option("--json", options->json, "Write it as JSON to this file, or - for standard output");
    command->footer("Examples:\n  storyscope-cli attention holiday.mp4 --frame 2 --check\n"
                    "  storyscope-cli attention photo.jpg --model blip --words dog --roll-out --json -");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
