// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/story_search.h"

#include "core/base/error.h"
#include "ui/common/text.h"
#include "ui/jobs/thread_priority.h"

#include <QElapsedTimer>
#include <algorithm>
#include <string>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr qint64 deliverEveryMs = 100;

std::string folded(const QString& text) {
    return text.toCaseFolded().toStdString();
}

std::string textOf(const datasets::StoryDataset& dataset, std::size_t index) {
    try {
        const Story story = dataset.story(index);
        std::string text = story.id + '\n' + story.title;
        for (const std::string& caption : story.captions) {
            text += '\n' + caption;
        }
        for (const StoryFrame& frame : story.frames) {
            text += '\n' + frame.caption;
            for (const std::string& reference : frame.references) {
                text += '\n' + reference;
            }
        }
        return folded(toText(text)) + '\n';
    } catch (const Error&) {
        return "\n"; // the list says why it cannot be read
    }
}

} // namespace

struct StorySearch::Texts {
    std::shared_ptr<const datasets::StoryDataset> dataset;
    std::vector<std::string> texts; ///< folded; empty: not read yet

    const std::string& of(std::size_t index) {
        std::string& text = texts[index];
        if (text.empty()) {
            text = textOf(*dataset, index);
        }
        return text;
    }
};

void StorySearch::setDataset(std::shared_ptr<const datasets::StoryDataset> dataset) {
    stop();
    const std::size_t size = dataset ? dataset->size() : 0;
    m_texts = std::make_shared<Texts>(Texts{std::move(dataset), std::vector<std::string>(size)});
}

void StorySearch::search(const QString& text, const std::vector<std::size_t>& stories) {
    std::vector<std::string> words;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        words.push_back(folded(word));
    }
    start(Running::IsStopped, [this, texts = m_texts, words, stories](Run& run) {
        stepBackForOthers();
        std::vector<std::size_t> matches;
        QElapsedTimer sinceDelivery;
        sinceDelivery.start();
        const auto deliver = [&] {
            run.deliver([this, some = std::exchange(matches, {})] { emit found(some); });
            sinceDelivery.restart();
        };
        for (std::size_t i = 0; i < stories.size(); ++i) {
            throwIfStopped(run.stopToken());
            run.report(tr("Searching").toStdString(), static_cast<std::int64_t>(i),
                       static_cast<std::int64_t>(stories.size()));
            const std::string& searched = texts->of(stories[i]);
            if (std::ranges::all_of(words,
                                    [&](const auto& word) { return searched.find(word) != std::string::npos; })) {
                matches.push_back(stories[i]);
            }
            if (!matches.empty() && sinceDelivery.elapsed() > deliverEveryMs) {
                deliver();
            }
        }
        deliver();
        run.deliver([this] { emit finished(); });
    });
}

} // namespace storyscope::ui
