// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "ui/jobs/job.h"

#include <QImage>
#include <memory>
#include <vector>

namespace storyscope::ui {

/// What a list shows of one story.
struct StoryCard {
    static constexpr std::size_t mostPictures = 5;

    std::size_t story = 0; ///< position in the data set
    QString id;
    QString title;
    QString text;                 ///< the first captions
    int frameCount = 0;           ///< pictures of the story
    std::vector<QImage> pictures; ///< small ones of its first frames; a null one is missing; empty: not read yet
    QString problem;              ///< why the story cannot be read; empty if it can
};

/// Reads the cards of the stories that are seen, on a worker: the texts first, then the pictures. Of several requests
/// the latest wins; nothing is read that nobody looks at any more. GUI thread.
class DatasetCards : public Job {
    Q_OBJECT
public:
    static constexpr int pictureHeight = 96; ///< pixels, twice what is drawn, for sharp screens

    explicit DatasetCards(QObject* parent = nullptr) : Job(parent) {}

    void setDataset(std::shared_ptr<const datasets::StoryDataset> dataset);
    /// In this order, instead of what was asked for before.
    void request(const std::vector<std::size_t>& stories);

signals:
    /// Twice per story: without pictures and with them.
    void cardRead(const storyscope::ui::StoryCard& card);

private:
    std::shared_ptr<const datasets::StoryDataset> m_dataset;
};

} // namespace storyscope::ui
