// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/dataset_cards.h"

#include "core/datasets/placeholder.h"
#include "core/media/image_file.h"
#include "ui/common/picture_image.h"
#include "ui/common/text.h"
#include "ui/jobs/thread_priority.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr qsizetype longestText = 400; ///< characters; more is never seen on a card
constexpr media::PictureBounds bounds{.width = 2 * DatasetCards::pictureHeight, .height = DatasetCards::pictureHeight};

QString textOf(const Story& story) {
    QStringList sentences;
    qsizetype length = 0;
    for (const StoryFrame& frame : story.frames) {
        if (length < longestText && !frame.caption.empty()) {
            sentences.append(toText(frame.caption));
            length += sentences.last().size();
        }
    }
    for (const std::string& caption : story.captions) {
        if (length < longestText) {
            sentences.append(toText(caption));
            length += sentences.last().size();
        }
    }
    return sentences.join(QLatin1Char(' ')).left(longestText);
}

StoryCard cardOf(const datasets::StoryDataset& dataset, std::size_t index) {
    StoryCard card;
    card.story = index;
    try {
        const Story story = dataset.story(index);
        card.id = toText(story.id);
        card.title = toText(story.title);
        card.text = textOf(story);
        card.frameCount = static_cast<int>(story.frames.size());
    } catch (const Error&) {
        card.problem = describeCurrentException().message;
    }
    return card;
}

QImage pictureOf(const datasets::StoryDataset& dataset, std::size_t story, std::size_t frame) {
    try {
        const PictureWish wish{.smallestSide = DatasetCards::pictureHeight};
        const auto read = datasets::pictureOrPlaceholder(dataset, story, frame, wish);
        return read.isPlaceholder() ? QImage() : toImage(media::fitted(read.picture, bounds));
    } catch (const Error&) {
        return {};
    }
}

} // namespace

void DatasetCards::setDataset(std::shared_ptr<const datasets::StoryDataset> dataset) {
    stop();
    m_dataset = std::move(dataset);
}

void DatasetCards::request(const std::vector<std::size_t>& stories) {
    if (!m_dataset || stories.empty()) {
        return;
    }
    start(Running::Finishes, [this, dataset = m_dataset, stories](Run& run) {
        stepBackForOthers();
        std::vector<StoryCard> cards;
        for (const std::size_t story : stories) {
            if (run.newerToken().stop_requested()) {
                return;
            }
            cards.push_back(cardOf(*dataset, story));
            run.deliver([this, card = cards.back()] { emit cardRead(card); });
        }
        for (StoryCard& card : cards) {
            const auto count = std::min(StoryCard::mostPictures, static_cast<std::size_t>(card.frameCount));
            for (std::size_t frame = 0; frame < count; ++frame) {
                if (run.newerToken().stop_requested()) {
                    return;
                }
                card.pictures.push_back(pictureOf(*dataset, card.story, frame));
            }
            run.deliver([this, card] { emit cardRead(card); });
        }
    });
}

} // namespace storyscope::ui
