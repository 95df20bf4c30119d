// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "ui/jobs/job.h"

#include <QStringList>
#include <memory>
#include <vector>

namespace storyscope::ui {

/// Issues of a data set that say the same of several places.
struct IssueGroup {
    static constexpr std::size_t mostPlaces = 1000; ///< that are kept

    Issue::Severity severity = Issue::Severity::Warning;
    QString text;
    QStringList places;
    std::size_t count = 0; ///< of all places
};

/// An open data set with what the library shows of it before any story is read. Shared and never changed.
struct OpenDataset {
    std::shared_ptr<const datasets::StoryDataset> dataset;
    QString specification; ///< a path, or "storyworld:…"
    QString pictureFolder; ///< where a person said that the pictures are; empty: where the data set has them
    QString name;
    QString format;
    std::vector<datasets::Split> splits;
    std::vector<IssueGroup> issues; ///< problems first
    bool lacksPictures = false;     ///< those that were looked for are nowhere; perhaps they are in another folder
};
using OpenDatasetPtr = std::shared_ptr<const OpenDataset>;

/// Recognises on a worker whether what a person opens is a data set, and opens it if it is.
class DatasetOpener : public Job {
    Q_OBJECT
public:
    explicit DatasetOpener(QObject* parent = nullptr) : Job(parent) {}

    /// False for several files and for names that only videos and pictures have: nothing of a file is read.
    static bool mayBeDataset(const QStringList& paths);
    /// One file or folder, or "storyworld:…"; with the folder where its pictures are, if not where it has them.
    void open(const QString& specification, const QString& pictureFolder = {});

signals:
    void opened(const storyscope::ui::OpenDatasetPtr& dataset);
    /// It is no data set but may be a video or pictures.
    void recognisedAsMedia(const QString& path);
};

/// Issues with the same text as one group each.
std::vector<IssueGroup> groupIssues(const std::vector<Issue>& issues);

} // namespace storyscope::ui
