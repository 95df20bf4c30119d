// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/story_session.h"

#include "core/base/paths.h"
#include "ui/common/text.h"

#include <QDir>

namespace storyscope::ui {

namespace {

/// Throws Error if the program's own files are missing.
QString samplePath() {
    const std::filesystem::path folder = resourcesPath() / "samples";
    const QStringList samples = QDir(toText(folder)).entryList({QStringLiteral("*.mp4")}, QDir::Files, QDir::Name);
    if (samples.isEmpty()) {
        throw Error(ErrorCode::NotFound, "The sample video is missing", inFile(folder));
    }
    return toText(folder) + QLatin1Char('/') + samples.front();
}

} // namespace

StorySession::StorySession(PlayerController* player, StorySelection* selection, QObject* parent)
    : QObject(parent), m_player(player), m_selection(selection) {
    connect(&m_recogniser, &DatasetOpener::opened, this, &StorySession::datasetOpened);
    connect(&m_recogniser, &DatasetOpener::recognisedAsMedia, this,
            [this](const QString& path) { m_opener.open({path}); });
    connect(&m_recogniser, &Job::failed, this, &StorySession::problem);
    connect(&m_opener, &MediaOpener::opened, this, &StorySession::show);
    connect(&m_opener, &MediaOpener::completed, this, [this](const std::shared_ptr<media::MediaSource>& source) {
        m_player->replaceSource(source);
        emit completed();
    });
    connect(&m_opener, &Job::busyChanged, this, [this](bool isBusy) {
        if (!isBusy) {
            openingEnded();
        }
    });
    connect(&m_opener, &Job::failed, this, &StorySession::problem);
    connect(&m_teller, &StoryJob::storyStarted, this, &StorySession::showStory);
    connect(&m_teller, &StoryJob::captionWritten, this, [this](int framePosition, const ToldCaption& caption) {
        for (StoryView* view : m_views) {
            view->showCaption(framePosition, caption);
        }
    });
    connect(&m_teller, &StoryJob::storyFinished, this, &StorySession::finished);
    connect(&m_teller, &Job::failed, this, &StorySession::tellingFailed);
    connect(&m_teller, &Job::stopped, this, [this] {
        if (!showLastStory()) {
            m_story.reset();
            for (StoryView* view : m_views) {
                view->showEmpty();
            }
        }
    });
    connect(&m_teller, &Job::busyChanged, this, &StorySession::tellingChanged);
    connect(&m_exporter, &ExportJob::written, this, &StorySession::exported);
    connect(&m_exporter, &Job::failed, this, &StorySession::problem);
}

void StorySession::open(const QStringList& paths) {
    if (DatasetOpener::mayBeDataset(paths)) {
        m_recogniser.open(paths.front(), m_pictureFolderOf ? m_pictureFolderOf(paths.front()) : QString());
    } else if (!paths.isEmpty()) {
        m_recogniser.stop();
        m_opener.open(paths);
    }
}

void StorySession::openSample() {
    try {
        open({samplePath()});
    } catch (const Error&) {
        emit problem(describeCurrentException());
    }
}

void StorySession::show(const std::shared_ptr<media::MediaSource>& source, const QStringList& paths) {
    m_lastStory.reset();
    m_teller.stop();
    m_selection->clearWord();
    m_player->setSource(source);
    emit opened(paths);
    tell();
}

/// However it ended: a story that waited for all frames is told from those that are there.
void StorySession::openingEnded() {
    if (m_tellsWhenComplete) {
        tell();
    }
}

void StorySession::tell() {
    if (!m_player->source() || !m_makeRequest) {
        return;
    }
    m_selection->clearWord();
    m_story.reset();
    for (StoryView* view : m_views) {
        view->showWorking();
    }
    m_tellsWhenComplete = m_opener.isBusy() && !m_player->source()->isComplete();
    if (m_tellsWhenComplete) {
        return;
    }
    StoryRequest request = m_makeRequest();
    request.source = m_player->source();
    m_teller.tell(request);
}

void StorySession::stopTelling() {
    m_tellsWhenComplete = false;
    m_teller.stop();
}

void StorySession::exportStory(StoryFormat format, const QString& path) {
    if (m_lastStory) {
        m_exporter.write(m_lastStory, format, path);
    }
}

void StorySession::showStory(const ToldStoryPtr& story) {
    m_story = story;
    for (StoryView* view : m_views) {
        view->showStory(story);
    }
}

void StorySession::finished(const ToldStoryPtr& story) {
    m_lastStory = story;
    showStory(story);
    emit storyFinished(story);
}

void StorySession::tellingFailed(const JobError& error) {
    if (!showLastStory()) {
        m_story.reset();
        for (StoryView* view : m_views) {
            view->showFailed(error.message);
        }
    }
    emit problem({error.code, tr("No story could be told: %1").arg(error.message), error.details});
}

bool StorySession::showLastStory() {
    if (!m_lastStory) {
        return false;
    }
    showStory(m_lastStory);
    return true;
}

} // namespace storyscope::ui
