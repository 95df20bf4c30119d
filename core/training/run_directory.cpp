// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_directory.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <system_error>

namespace storyscope::training {

namespace fs = std::filesystem;

namespace {

std::string numberText(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

std::vector<std::string> namesOf(const Losses& losses) {
    std::vector<std::string> names;
    for (const auto& [name, value] : losses) {
        names.push_back(name);
    }
    return names;
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

RunDirectory::RunDirectory(fs::path path) : m_path(std::move(path)) {
    std::error_code error;
    if (fs::exists(m_path, error) && !(fs::is_directory(m_path, error) && fs::is_empty(m_path, error))) {
        throw Error(ErrorCode::BadArgument, "The run's folder must be new or empty",
                    {.file = m_path, .byteOffset = {}, .row = {}});
    }
    fs::create_directories(m_path, error);
    if (error) {
        throw Error(ErrorCode::Unreadable, "The run's folder cannot be made: " + error.message(),
                    {.file = m_path, .byteOffset = {}, .row = {}});
    }
}

void RunDirectory::writeConfig(const nlohmann::json& config) const {
    writeFileAtomically(m_path / "config.json", config.dump(2) + "\n");
}

void RunDirectory::appendMetrics(const EpochDone& epoch, double learningRate) {
    if (m_metrics.empty()) {
        m_trainingTerms = namesOf(epoch.training);
        m_validationTerms = namesOf(epoch.validation);
        m_metrics = "epoch,step,seconds,learning_rate,waiting_share";
        for (const std::string& name : m_trainingTerms) {
            m_metrics += ",train_" + name;
        }
        for (const std::string& name : m_validationTerms) {
            m_metrics += ",validation_" + name;
        }
        m_metrics += "\n";
    }
    std::string line = std::to_string(epoch.epoch) + "," + std::to_string(epoch.step) + "," +
                       numberText(epoch.elapsedSeconds) + "," + numberText(learningRate) + "," +
                       numberText(epoch.waitingShare);
    appendLosses(line, m_trainingTerms, epoch.training);
    appendLosses(line, m_validationTerms, epoch.validation);
    m_metrics += line + "\n";
    writeFileAtomically(m_path / "metrics.csv", m_metrics);
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
                    {.file = folder, .byteOffset = {}, .row = {}});
    } catch (...) {
        fs::remove_all(fresh, ignored);
        throw;
    }
}

} // namespace storyscope::training
