// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/story_frames.h"

#include "core/datasets/story_media_source.h"
#include "core/media/clip_sampler.h"

namespace storyscope::ui {

namespace {

/// Models that read texts or tags are told those of the frames before.
void addNotes(std::vector<inference::InputFrame>& frames, const media::MediaSource& source) {
    const auto* ofDataset = dynamic_cast<const datasets::StoryMediaSource*>(&source);
    for (inference::InputFrame& frame : frames) {
        if (ofDataset) {
            const StoryFrame& known = ofDataset->story().frames[static_cast<std::size_t>(frame.sourceIndex)];
            frame.caption = known.caption;
            frame.tags = known.tags;
        }
    }
}

void addClips(std::vector<inference::InputFrame>& frames, media::MediaSource& source, int pictures,
              const std::stop_token& stop) {
    for (inference::InputFrame& frame : frames) {
        const media::ClipFrames around = media::clipFramesAround(source, frame.sourceIndex, pictures);
        frame.clip.frame = around.own;
        for (const int number : around.numbers) {
            frame.clip.pictures.push_back(source.frame(number, stop));
        }
    }
}

} // namespace

std::vector<inference::InputFrame> inputFrames(const ToldStory& story, media::MediaSource* source, int clipPictures,
                                               const std::stop_token& stop) {
    std::vector<inference::InputFrame> frames;
    for (std::size_t position = 0; position < story.pictures.size(); ++position) {
        const ToldFrame& frame = story.result.frames[position];
        frames.push_back({story.pictures[position], frame.sourceIndex, frame.timeSeconds, frame.pictureName});
    }
    if (source) {
        addNotes(frames, *source);
        addClips(frames, *source, clipPictures, stop);
    }
    return frames;
}

} // namespace storyscope::ui
