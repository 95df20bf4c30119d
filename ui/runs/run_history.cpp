// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_history.h"

#include "ui/common/text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace storyscope::ui {
namespace {

constexpr qint64 mostConfigBytes = 4 << 20;
constexpr int mostMetricsRows = 100'000;

/// A metrics.csv by column name. Fields hold numbers and words only, so nothing is quoted.
class MetricsRow {
public:
    MetricsRow(const QStringList& header, const QStringList& fields) : m_header(header), m_fields(fields) {}

    double number(const QString& column) const {
        bool isNumber = false;
        const double value = m_fields.value(m_header.indexOf(column)).toDouble(&isNumber);
        return isNumber ? value : std::numeric_limits<double>::quiet_NaN();
    }
    /// The columns that begin with `prefix`, without it.
    training::Losses losses(const QString& prefix) const {
        training::Losses losses;
        for (const QString& column : m_header) {
            const double value = number(column);
            if (column.startsWith(prefix) && !std::isnan(value))
                losses[column.mid(prefix.size()).toStdString()] = value;
        }
        return losses;
    }

private:
    const QStringList& m_header;
    const QStringList& m_fields;
};

QJsonObject readJson(const std::filesystem::path& path) {
    QFile file(toText(path));
    if (file.size() > mostConfigBytes || !file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// What last/training.json says of how far a run has come; nothing of a run that never saved any.
struct Position {
    bool isFinished = false;
    int stage = 1;
};

Position readPosition(const std::filesystem::path& folder) {
    const QJsonObject json = readJson(folder / "last" / "training.json");
    return {json.value(QLatin1String("finished")).toBool(), json.value(QLatin1String("stage")).toInt() + 1};
}

void readMetrics(const std::filesystem::path& path, RunRecord& record) {
    QFile file(toText(path));
    if (!file.open(QIODevice::ReadOnly))
        return;
    QTextStream stream(&file);
    const QStringList header = stream.readLine().split(QLatin1Char(','));
    double best = std::numeric_limits<double>::infinity();
    for (int rows = 0; rows < mostMetricsRows && !stream.atEnd(); ++rows) {
        const QStringList fields = stream.readLine().split(QLatin1Char(','));
        if (fields.size() != header.size())
            continue; // the last line of a run that is being written, or that was cut off
        const MetricsRow row(header, fields);
        training::EpochDone epoch;
        epoch.epoch = static_cast<int>(row.number(QStringLiteral("epoch")));
        epoch.epochs = record.epochs;
        const double stage = row.number(QStringLiteral("stage"));
        epoch.stage = std::isnan(stage) ? 1 : static_cast<int>(stage);
        epoch.stages = record.stages;
        epoch.step = static_cast<std::int64_t>(row.number(QStringLiteral("step")));
        epoch.elapsedSeconds = row.number(QStringLiteral("seconds"));
        const double waitingShare = row.number(QStringLiteral("waiting_share"));
        epoch.waitingShare = std::isnan(waitingShare) ? 0 : waitingShare;
        epoch.training = row.losses(QStringLiteral("train_"));
        epoch.validation = row.losses(QStringLiteral("validation_"));
        // Losses of different stages cannot be compared: only an epoch of the last one can be the best.
        const auto total = epoch.validation.find("total");
        epoch.isBest = epoch.stage >= record.stages && (total == epoch.validation.end() || total->second < best);
        if (epoch.isBest && total != epoch.validation.end())
            best = total->second;
        record.add(epoch);
    }
}

RunState stateOf(const RunRecord& record, const Position& position) {
    const bool hasAllEpochs = record.epochs > 0 && record.epoch >= record.epochs;
    return position.isFinished || hasAllEpochs ? RunState::Done : RunState::Interrupted;
}

std::optional<RunRecord> readRun(const std::filesystem::path& folder) {
    const QJsonObject config = readJson(folder / "config.json");
    if (!config.contains(QLatin1String("training")))
        return std::nullopt;
    RunRecord record;
    record.folder = folder;
    record.name = toText(folder.filename());
    const QJsonObject training = config.value(QLatin1String("training")).toObject();
    const QJsonObject model = config.value(QLatin1String("model")).toObject();
    record.preset = config.value(QLatin1String("preset")).toString(model.value(QLatin1String("name")).toString());
    record.data = config.value(QLatin1String("data")).toString();
    record.epochs = training.value(QLatin1String("epochs")).toInt();
    const Position position = readPosition(folder);
    record.stage = position.stage;
    record.stages = qMax(1, static_cast<int>(training.value(QLatin1String("stages")).toArray().size()));
    readMetrics(folder / "metrics.csv", record);
    record.state = stateOf(record, position);
    std::error_code error;
    for (const char* name : {"best", "last"})
        if (record.bestModel.empty() && std::filesystem::exists(folder / name / "config.json", error))
            record.bestModel = folder / name;
    const auto total = record.curves.find("total");
    if (total != record.curves.end() && record.elapsedSeconds > 0)
        record.storiesPerSecond = total->second.epochSteps.last() *
                                  training.value(QLatin1String("batch_size")).toInt() / record.elapsedSeconds;
    return record;
}

} // namespace

std::vector<RunRecord> readRuns(const std::filesystem::path& runsFolder, const std::stop_token& stop) {
    std::error_code error;
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> folders;
    for (const auto& entry : std::filesystem::directory_iterator(runsFolder, error))
        if (entry.is_directory(error))
            folders.emplace_back(std::filesystem::last_write_time(entry.path() / "config.json", error), entry.path());
    std::sort(folders.rbegin(), folders.rend());
    std::vector<RunRecord> runs;
    for (const auto& [time, folder] : folders) {
        if (stop.stop_requested())
            break;
        if (auto run = readRun(folder))
            runs.push_back(std::move(*run));
    }
    return runs;
}

} // namespace storyscope::ui
