// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace storyscope::training {

/// The folder that a run writes: config.json, metrics.csv, best/ and last/. Everything in it is replaced as a whole, so
/// that a crash at any moment leaves complete files and complete model folders. Used by the training thread only.
class RunDirectory {
public:
    /// Creates the folder. Throws Error{BadArgument} if it exists and is not empty, Error{Unreadable} if it cannot be
    /// made.
    static RunDirectory create(const std::filesystem::path& path);
    /// A run that is resumed: lines of metrics.csv after this epoch are forgotten.
    static RunDirectory open(const std::filesystem::path& path, int epochsDone);

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path bestModel() const { return m_path / "best"; }
    std::filesystem::path lastModel() const { return m_path / "last"; }

    void writeJson(const std::string& name, const nlohmann::json& content) const;
    /// Which losses metrics.csv has columns for; to be called before appendMetrics().
    void setTerms(std::vector<std::string> terms) { m_terms = std::move(terms); }
    /// Adds a line to metrics.csv: epoch, step, seconds, learning rate, waiting share, stage (from 1), then training
    /// and validation losses by name.
    void appendMetrics(const EpochDone& epoch, double learningRate);

    /// Lets `write` fill a new folder beside `folder`, then puts it in its place. If `write` throws, `folder` stays as
    /// it was and nothing is left behind.
    static void replaceFolder(const std::filesystem::path& folder,
                              const std::function<void(const std::filesystem::path&)>& write);

    /// Fills the new folder `to` with the files of `from` by hard links: nothing is written twice. False, and no `to`,
    /// where the file system cannot do that. Files of a run are replaced, never changed in place.
    static bool linkFiles(const std::filesystem::path& from, const std::filesystem::path& to);

    /// Everything that was written; the folder itself stays, empty.
    void removeAll() const;

private:
    explicit RunDirectory(std::filesystem::path path) : m_path(std::move(path)) {}

    std::filesystem::path m_path;
    std::string m_metrics;
    std::vector<std::string> m_terms;
};

} // namespace storyscope::training
