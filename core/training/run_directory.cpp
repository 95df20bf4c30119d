// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_directory.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

#include <fcntl.h>
#include <sstream>
#include <system_error>

namespace storyscope::training {

namespace fs = std::filesystem;

namespace {

std::string numberText(double value) {
    return formatSignificant(value, 6);
}

void appendLosses(std::string& line, const std::vector<std::string>& names, const Losses& losses) {
    for (const std::string& name : names) {
        const auto found = losses.find(name);
        line += "," + (found == losses.end() ? std::string() : numberText(found->second));
    }
}

// Swapping two folders is one step of the file system where it can; elsewhere the old one steps aside first.
void moveIntoPlace(const fs::path& fresh, const fs::path& folder) {
    if (!fs::exists(folder)) {
        fs::rename(fresh, folder);
        return;
    }
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) {
        fs::remove_all(fresh);
        return;
    }
    const fs::path aside = folder.string() + ".old";
    fs::rename(folder, aside);
    fs::rename(fresh, folder);
    fs::remove_all(aside);
}

} // namespace

RunDirectory RunDirectory::create(const fs::path& path) {
    std::error_code error;
    if (fs::exists(path, error) && !(fs::is_directory(path, error) && fs::is_empty(path, error))) {
        throw Error(ErrorCode::BadArgument, "The run's folder must be new or empty", inFile(path));
    }
    fs::create_directories(path, error);
    if (error) {
        throw Error(ErrorCode::Unreadable, "The run's folder cannot be made: " + error.message(), inFile(path));
    }
    return RunDirectory(path);
}

RunDirectory RunDirectory::open(const fs::path& path, int epochsDone) {
    RunDirectory directory(path);
    if (fs::exists(path / "metrics.csv")) {
        std::istringstream lines(readFile(path / "metrics.csv"));
        std::string line;
        for (int number = 0; number <= epochsDone && std::getline(lines, line); ++number) { // the first names columns
            directory.m_metrics += line + "\n";
        }
    }
    return directory;
}

void RunDirectory::writeJson(const std::string& name, const nlohmann::json& content) const {
    writeFileAtomically(m_path / name, content.dump(2) + "\n");
}

void RunDirectory::appendMetrics(const EpochDone& epoch, double learningRate) {
    if (m_metrics.empty()) {
        m_metrics = "epoch,step,seconds,learning_rate,waiting_share,stage";
        for (const char* side : {"train_", "validation_"}) {
            for (const std::string& name : m_terms) {
                m_metrics += "," + (side + name);
            }
        }
        m_metrics += "\n";
    }
    std::string line = std::to_string(epoch.epoch) + "," + std::to_string(epoch.step) + "," +
                       numberText(epoch.elapsedSeconds) + "," + numberText(learningRate) + "," +
                       numberText(epoch.waitingShare) + "," + std::to_string(epoch.stage);
    appendLosses(line, m_terms, epoch.training);
    appendLosses(line, m_terms, epoch.validation);
    m_metrics += line + "\n";
    writeFileAtomically(m_path / "metrics.csv", m_metrics);
}

void RunDirectory::removeAll() const {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_path, ignored)) {
        fs::remove_all(entry.path(), ignored);
    }
}

bool RunDirectory::linkFiles(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to, error);
    for (const fs::directory_entry& file : fs::directory_iterator(from, error)) {
        if (!error) {
            fs::create_hard_link(file.path(), to / file.path().filename(), error);
        }
    }
    if (error) {
        std::error_code ignored;
        fs::remove_all(to, ignored);
    }
    return !error;
}

void RunDirectory::replaceFolder(const fs::path& folder, const std::function<void(const fs::path&)>& write) {
    const fs::path fresh = folder.string() + ".new";
    std::error_code ignored;
    try {
        fs::remove_all(fresh);
        write(fresh);
        moveIntoPlace(fresh, folder);
    } catch (const fs::filesystem_error& error) {
        fs::remove_all(fresh, ignored);
        const bool full = error.code() == std::errc::no_space_on_device;
        throw Error(full ? ErrorCode::OutOfSpace : ErrorCode::Unreadable, "Cannot write: " + error.code().message(),
                    inFile(folder));
    } catch (...) {
        fs::remove_all(fresh, ignored);
        throw;
    }
}

} // namespace storyscope::training
