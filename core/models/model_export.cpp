// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"

#include <unistd.h>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t cardLimitBytes = std::size_t{4} << 20;
constexpr std::int64_t steps = 2;

std::string cardOf(const fs::path& folder, const StoryModel& model) {
    const fs::path card = folder / "README.md";
    std::error_code ignored;
    if (fs::is_regular_file(card, ignored)) {
        return readFile(card, cardLimitBytes);
    }
    return "---\nlibrary_name: storyscope\npipeline_tag: image-to-text\n---\n\n# " + model.config().name +
           "\n\nIt has " + std::to_string(model.parameterCount()) + " parameters.\n";
}

/// A new folder beside the one it is to become; what is not put in its place is removed.
class FolderInTheMaking {
public:
    explicit FolderInTheMaking(const fs::path& target)
        : m_target(fs::absolute(target).lexically_normal()),
          m_path(m_target.parent_path() / (m_target.filename().string() + ".new-" + std::to_string(::getpid()))) {}
    ~FolderInTheMaking() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    FolderInTheMaking(const FolderInTheMaking&) = delete;
    FolderInTheMaking& operator=(const FolderInTheMaking&) = delete;

    const fs::path& path() const { return m_path; }

    void putInPlace() const {
        std::error_code error;
        fs::rename(m_path, m_target, error); // an empty folder may be there
        if (error) {
            throw Error(ErrorCode::Unreadable, "The folder cannot be written: " + error.message(), inFile(m_target));
        }
    }

private:
    fs::path m_target;
    fs::path m_path;
};

} // namespace

void exportModel(const fs::path& source, const fs::path& target, const std::stop_token& stop, Progress& progress) {
    std::error_code error;
    if (fs::exists(target, error) && !(fs::is_directory(target, error) && fs::is_empty(target, error))) {
        throw Error(ErrorCode::BadArgument, "A model is exported into a folder that is empty or not there yet",
                    inFile(target));
    }
    progress.report("Loading the model", 0, steps);
    const LoadedModel loaded = loadModelFolder(source);
    throwIfStopped(stop);
    progress.report("Writing the model", 1, steps);
    const FolderInTheMaking folder(target.has_filename() ? target : target.parent_path());
    try {
        exportModelFolder(*loaded.model, *loaded.tokenizer, cardOf(source, *loaded.model), folder.path());
    } catch (const fs::filesystem_error& failure) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be written: " + failure.code().message(), inFile(target));
    }
    throwIfStopped(stop);
    folder.putInPlace();
    progress.report("Writing the model", steps, steps);
}

} // namespace storyscope::models
