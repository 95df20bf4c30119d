// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/dataset_opener.h"

#include "core/datasets/picture_folder_dataset.h"
#include "core/media/image_file.h"
#include "ui/common/text.h"

#include <QFileInfo>
#include <algorithm>
#include <filesystem>
#include <map>

namespace storyscope::ui {

namespace {

constexpr QLatin1String storyWorld("storyworld:");

bool hasEnding(const QString& path, const QStringList& endings) {
    return endings.contains(QFileInfo(path).suffix().toLower());
}

bool hasDataEnding(const QString& path) {
    static const QStringList endings = {QStringLiteral("json"),   QStringLiteral("jsonl"), QStringLiteral("csv"),
                                        QStringLiteral("tsv"),    QStringLiteral("txt"),   QStringLiteral("token"),
                                        QStringLiteral("parquet")};
    return hasEnding(path, endings);
}

/// Folders below it, or files with rows: more than a plain folder of pictures.
bool hasMoreThanPictures(const std::filesystem::path& folder, const std::stop_token& stop) {
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(folder, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        throwIfStopped(stop);
        const QString name = toText(entry->path().filename());
        const bool isCaption = name.endsWith(QLatin1String(".txt"), Qt::CaseInsensitive);
        if (entry->is_directory(problem) || (hasDataEnding(name) && !isCaption)) {
            return true;
        }
    }
    return false;
}

OpenDatasetPtr describe(std::shared_ptr<const datasets::StoryDataset> dataset, const QString& specification) {
    OpenDataset described;
    described.specification = specification;
    described.name = toText(dataset->name());
    described.format = toText(dataset->format());
    described.splits = dataset->splits();
    described.issues = groupIssues(dataset->issues());
    described.dataset = std::move(dataset);
    return std::make_shared<const OpenDataset>(std::move(described));
}

} // namespace

std::vector<IssueGroup> groupIssues(const std::vector<Issue>& issues) {
    std::vector<IssueGroup> groups;
    std::map<std::pair<Issue::Severity, std::string>, std::size_t> positions;
    for (const Issue& issue : issues) {
        const auto [position, isNew] = positions.try_emplace({issue.severity, issue.text}, groups.size());
        if (isNew) {
            groups.push_back({issue.severity, toText(issue.text), {}, 0});
        }
        IssueGroup& group = groups[position->second];
        if (++group.count <= IssueGroup::mostPlaces) {
            group.places.append(toText(issue.place));
        }
    }
    std::ranges::stable_sort(groups, std::ranges::greater(), &IssueGroup::severity);
    return groups;
}

bool DatasetOpener::mayBeDataset(const QStringList& paths) {
    static const QStringList films = {QStringLiteral("mp4"),  QStringLiteral("mov"), QStringLiteral("mkv"),
                                      QStringLiteral("webm"), QStringLiteral("avi"), QStringLiteral("gif"),
                                      QStringLiteral("ts"),   QStringLiteral("m4v"), QStringLiteral("flv"),
                                      QStringLiteral("3gp"),  QStringLiteral("mpg"), QStringLiteral("mpeg"),
                                      QStringLiteral("ogv")};
    return paths.size() == 1 && !hasEnding(paths.front(), films) && !media::isPictureName(toPath(paths.front()));
}

void DatasetOpener::open(const QString& specification) {
    start(Running::IsStopped, [this, specification](Run& run) {
        run.report(tr("Opening").toStdString(), 0, 0);
        const std::filesystem::path path = toPath(specification);
        std::error_code problem;
        const bool isFolder = std::filesystem::is_directory(path, problem);
        const bool isWorthTrying = specification.startsWith(storyWorld) || hasDataEnding(specification) ||
                                   (isFolder && hasMoreThanPictures(path, run.stopToken()));
        std::shared_ptr<const datasets::StoryDataset> dataset;
        try {
            if (isWorthTrying) {
                dataset = datasets::openDataset(path.string(), run.stopToken(), run);
            }
        } catch (const Error& error) {
            const bool hasPictures = isFolder && datasets::PictureFolderDataset::recognises(path);
            if (error.code() != ErrorCode::Unsupported || !hasPictures) {
                throw;
            }
        }
        if (dataset && dataset->format() != "picture folder") {
            run.deliver([this, opened = describe(dataset, specification)] { emit this->opened(opened); });
        } else {
            run.deliver([this, specification] { emit recognisedAsMedia(specification); });
        }
    });
}

} // namespace storyscope::ui
