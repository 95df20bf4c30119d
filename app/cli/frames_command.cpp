// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/json_text.h"
#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/paths.h"
#include "core/media/frame_reader.h"
#include "core/media/image_file.h"
#include "core/media/video_index.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

struct FramesOptions {
    std::string file;
    bool json = false;
    std::vector<int> extract;
    std::string outputFolder;
};

std::string toJson(const media::VideoIndex& index) {
    nlohmann::ordered_json frames = nlohmann::ordered_json::array();
    for (int number = 0; number < index.frameCount(); ++number) {
        const media::FrameInfo& frame = index.frames[static_cast<std::size_t>(number)];
        frames.push_back({{"index", number},
                          {"pts_seconds", frame.ptsSeconds},
                          {"duration_seconds", frame.durationSeconds},
                          {"key", frame.isKeyFrame}});
    }
    nlohmann::ordered_json issues = nlohmann::ordered_json::array();
    for (const Issue& issue : index.issues) {
        issues.push_back({{"place", issue.place}, {"text", issue.text}});
    }
    const nlohmann::ordered_json document{{"file", index.path.string()},
                                          {"codec", index.codec},
                                          {"width", index.width},
                                          {"height", index.height},
                                          {"rotation", index.rotationDegrees},
                                          {"mirrored", index.isMirrored},
                                          {"count", index.frameCount()},
                                          {"duration_seconds", index.durationSeconds()},
                                          {"frames", frames},
                                          {"issues", issues}};
    return jsonText(document);
}

std::string toTable(const media::VideoIndex& index) {
    std::string text = index.path.string() + "\ncodec     " + index.codec + "\nsize      " +
                       std::to_string(index.width) + " × " + std::to_string(index.height) + "\nrotation  " +
                       std::to_string(index.rotationDegrees) + "°" + (index.isMirrored ? ", mirrored" : "") +
                       "\ncount     " + std::to_string(index.frameCount()) + "\nduration  " +
                       formatNumber(index.durationSeconds(), 3) + " s\n";
    for (const Issue& issue : index.issues) {
        text += "issue     " + issue.place + ": " + issue.text + '\n';
    }
    text += "\nframe     pts (s)       key\n";
    for (int number = 0; number < index.frameCount(); ++number) {
        const media::FrameInfo& frame = index.frames[static_cast<std::size_t>(number)];
        text += padded(std::to_string(number), 10) + padded(formatNumber(frame.ptsSeconds, 6), 14) +
                (frame.isKeyFrame ? "key" : "-") + '\n';
    }
    return text;
}

std::filesystem::path pictureName(int number) {
    const std::string digits = std::to_string(number);
    return "frame-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + ".png";
}

void extract(const std::shared_ptr<const media::VideoIndex>& index, const FramesOptions& options,
             const Session& session) {
    for (const int number : options.extract) {
        if (number < 0 || number >= index->frameCount()) {
            throw Error(ErrorCode::BadArgument,
                        "There is no frame " + std::to_string(number) + "; the frames are 0 to " +
                            std::to_string(index->frameCount() - 1),
                        inFile(index->path));
        }
    }
    media::FrameReader reader(index);
    for (const int number : options.extract) {
        const std::filesystem::path path = std::filesystem::path(options.outputFolder) / pictureName(number);
        media::writePng(path, reader.frame(number, session.stop));
        if (!options.json) {
            writeOutput(std::string(standardOutput), path.string() + '\n');
        }
    }
}

void run(const FramesOptions& options, const Session& session) {
    if (options.extract.empty() != options.outputFolder.empty()) {
        throw CLI::ValidationError("--extract and --out belong together");
    }
    std::shared_ptr<const media::VideoIndex> index;
    {
        TerminalProgress progress;
        index = std::make_shared<media::VideoIndex>(
            media::buildVideoIndex(options.file, session.stop, progress, {.cacheFolder = indexCachePath()}));
    }
    if (options.json) {
        writeOutput(std::string(standardOutput), toJson(*index));
    } else if (options.extract.empty()) {
        writeOutput(std::string(standardOutput), toTable(*index));
    }
    extract(index, options, session);
}

} // namespace

void addFramesCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<FramesOptions>();
    CLI::App* command =
        program.add_subcommand("frames", "Lists every frame of a video or GIF, or writes exact frames as PNG");
    command->add_option("FILE", options->file, "Video or GIF")->required();
    command->add_flag("--json", options->json, "Print the table as JSON");
    command->add_option("--extract", options->extract, "Frame numbers to write, from 0, separated by commas")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--out", options->outputFolder, "Folder for the written frames");
    command->footer("Examples:\n  storyscope-cli frames film.mp4\n"
                    "  storyscope-cli frames film.mp4 --extract 0,48,96 --out pictures");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
