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

bool isThere(const datasets::StoryDataset& dataset, std::size_t story) {
    try {
        return dataset.story(story).frames.empty() || !dataset.picture(story, 0).isEmpty();
    } catch (const Error& error) {
        return error.code() != ErrorCode::NotFound;
    }
}

/// Looks for a picture in a few stories only: a data set may have a hundred thousand.
bool lacksPictures(const datasets::StoryDataset& dataset) {
    constexpr std::size_t tries = 5;
    for (std::size_t i = 0; i < tries; ++i) {
        if (dataset.size() == 0 || isThere(dataset, i * dataset.size() / tries)) {
            return false;
        }
    }
    return true;
}

OpenDatasetPtr describe(std::shared_ptr<const datasets::StoryDataset> dataset, const QString& specification,
                        const QString& pictureFolder) {
    OpenDataset described;
    described.specification = specification;
    described.pictureFolder = pictureFolder;
    described.name = toText(dataset->name());
    described.format = toText(dataset->format());
    described.splits = dataset->splits();
    described.issues = groupIssues(dataset->issues());
    described.lacksPictures = lacksPictures(*dataset);
    described.dataset = std::move(dataset);
    return std::make_shared<const OpenDataset>(std::move(described));
}

/// Pictures without a word are shown as such; the library has nothing to add.
bool isWorthShowing(const datasets::StoryDataset& dataset) {
    if (dataset.format() != "picture folder") {
        return true;
    }
    const Story story = dataset.story(0);
    return std::ranges::any_of(story.frames, [](const StoryFrame& frame) { return !frame.caption.empty(); });
}

Error problemWith(const std::filesystem::path& path, ErrorCode code, const QString& sentence) {
    return {code, sentence.toStdString(), inFile(path)};
}

/// Says what is the matter with what was dropped, where that can be seen without looking into it.
void checkKind(const std::filesystem::path& path) {
    static const QStringList archives = {QStringLiteral("zip"), QStringLiteral("tar"), QStringLiteral("gz"),
                                         QStringLiteral("tgz"), QStringLiteral("bz2"), QStringLiteral("xz"),
                                         QStringLiteral("7z"),  QStringLiteral("rar")};
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) {
        throw problemWith(path, ErrorCode::NotFound, DatasetOpener::tr("There is no such file or folder"));
    }
    if (std::filesystem::is_directory(status)) {
        const std::filesystem::directory_iterator first(path, problem);
        if (problem) {
            throw problemWith(
                path, ErrorCode::Unreadable,
                DatasetOpener::tr("The folder cannot be read: %1").arg(QString::fromStdString(problem.message())));
        }
        if (first == std::filesystem::directory_iterator()) {
            throw problemWith(path, ErrorCode::Unsupported, DatasetOpener::tr("The folder is empty"));
        }
    } else if (std::filesystem::file_size(path, problem) == 0) {
        throw problemWith(path, ErrorCode::Unsupported, DatasetOpener::tr("The file is empty"));
    } else if (hasEnding(toText(path), archives)) {
        throw problemWith(path, ErrorCode::Unsupported,
                          DatasetOpener::tr("This is an archive: unpack it and open the folder that comes out"));
    }
}

/// Null if `path` is no data set but may be media.
std::shared_ptr<const datasets::StoryDataset> openIfDataset(const std::filesystem::path& path,
                                                            const datasets::DatasetOptions& options,
                                                            const std::stop_token& stop, Progress& progress) {
    std::error_code problem;
    const bool isFolder = std::filesystem::is_directory(path, problem);
    const bool hasPictures = isFolder && datasets::PictureFolderDataset::recognises(path);
    if (hasPictures && !hasMoreThanPictures(path, stop) && !datasets::PictureFolderDataset::hasCaptions(path)) {
        return nullptr;
    }
    if (!isFolder && !hasDataEnding(toText(path))) {
        return nullptr;
    }
    try {
        return datasets::openDataset(path.string(), options, stop, progress);
    } catch (const Error& error) {
        const bool isUnknownFolder = isFolder && error.code() == ErrorCode::Unsupported && error.place().file == path;
        if (!isUnknownFolder) {
            throw;
        }
    }
    if (!hasPictures) {
        throw problemWith(path, ErrorCode::Unsupported,
                          DatasetOpener::tr("The folder holds no pictures and no data set that is known"));
    }
    return nullptr;
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

void DatasetOpener::open(const QString& specification, const QString& pictureFolder) {
    start(Running::IsStopped, [this, specification, pictureFolder](Run& run) {
        run.report(tr("Opening").toStdString(), 0, 0);
        const std::filesystem::path path = toPath(specification);
        datasets::DatasetOptions options;
        options.pictureFolder = toPath(pictureFolder);
        std::shared_ptr<const datasets::StoryDataset> dataset;
        if (specification.startsWith(storyWorld)) {
            dataset = datasets::openDataset(path.string(), options, run.stopToken(), run);
        } else {
            checkKind(path);
            dataset = openIfDataset(path, options, run.stopToken(), run);
        }
        if (dataset && isWorthShowing(*dataset)) {
            run.deliver(
                [this, opened = describe(dataset, specification, pictureFolder)] { emit this->opened(opened); });
        } else {
            run.deliver([this, specification] { emit recognisedAsMedia(specification); });
        }
    });
}

} // namespace storyscope::ui
