// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/export_job.h"

#include "core/base/atomic_file.h"
#include "core/formats/story_export.h"
#include "core/media/image_file.h"
#include "ui/common/text.h"

namespace storyscope::ui {

namespace {

std::string htmlOf(const ToldStory& story) {
    formats::StoryPictures pictures;
    for (const Picture& picture : story.pictures) {
        pictures.frames.push_back(media::encodePng(picture));
    }
    for (const NextPrediction& prediction : story.result.predictions) {
        pictures.predictions.push_back(media::encodePng(prediction.picture));
    }
    return formats::storyToHtml(story.result, pictures);
}

std::string textOf(const ToldStory& story, StoryFormat format) {
    switch (format) {
    case StoryFormat::Json:
        return formats::storyToJson(story.result);
    case StoryFormat::Srt:
        return formats::storyToSrt(story.result);
    case StoryFormat::Vtt:
        return formats::storyToVtt(story.result);
    case StoryFormat::Html:
        return htmlOf(story);
    }
    return {};
}

} // namespace

void ExportJob::write(const ToldStoryPtr& story, StoryFormat format, const QString& path) {
    start(Running::Finishes, [this, story, format, path](Run& run) {
        run.report(tr("Writing the story").toStdString(), 0, 0);
        writeFileAtomically(toPath(path), textOf(*story, format));
        run.deliver([this, path] { emit written(path); });
    });
}

} // namespace storyscope::ui
