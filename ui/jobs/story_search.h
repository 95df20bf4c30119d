// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "ui/jobs/job.h"

#include <memory>
#include <vector>

namespace storyscope::ui {

/// Searches the ids and captions of a data set on a worker, and tells what it finds as it goes. The latest search wins.
/// Texts that were read once are kept, so that a second search is quick. GUI thread.
class StorySearch : public Job {
    Q_OBJECT
public:
    explicit StorySearch(QObject* parent = nullptr) : Job(parent) {}

    void setDataset(std::shared_ptr<const datasets::StoryDataset> dataset);
    /// Stories among `stories` in which every word of `text` occurs, whatever the case of its letters.
    void search(const QString& text, const std::vector<std::size_t>& stories);

signals:
    /// Some more of the stories that were looked for, in the order of the search.
    void found(const std::vector<std::size_t>& stories);
    /// The search has ended; found() has told everything.
    void finished();

private:
    struct Texts;

    std::shared_ptr<Texts> m_texts; ///< used on the worker only
};

} // namespace storyscope::ui
