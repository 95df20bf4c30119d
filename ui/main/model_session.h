// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"
#include "ui/common/told_story.h"
#include "ui/models/model_store.h"

#include <QObject>
#include <QPointer>

class QAction;
class QMainWindow;
class QSettings;

namespace storyscope::ui {

class MessageBanner;
class ModelsDialog;
class StoryChoices;
class StorySession;

/// Brings the models on this machine into the window's choices, opens the models page, and says what would tell a story
/// better than a model that never saw anything like it. GUI thread.
class ModelSession : public QObject {
    Q_OBJECT
public:
    struct Parts {
        QSettings* settings;
        StorySession* session;
        StoryChoices* choices;
        MessageBanner* banner;
        QAction* models; ///< opens the page
    };
    /// Belongs to the window; all parts must outlive its use.
    ModelSession(QMainWindow* window, const Parts& parts);
    ~ModelSession() override;

    /// Looks anew which models there are.
    void refresh() { m_store.refresh(); }
    QList<Job*> jobs() { return m_store.jobs(); }
    ModelStore* store() { return &m_store; }

    /// A complete story: if its frames are unlike what its model knows, the banner says so and leads on. An error that
    /// stands there stays.
    void storyTold(const ToldStory& story);
    /// Opens the page, or brings it to the front. Empty: with the default model chosen.
    void showPage(const QString& folderOrRepository = {});

private:
    void followModels();
    /// While the page is closed, the banner says what came of it.
    void followUnseenWork();
    void use(const QString& folder);
    void offerCaptioner();
    bool isWarningShown() const;
    void completeCost();

    QMainWindow* m_window;
    Parts m_parts;
    ModelStore m_store;
    QPointer<ModelsDialog> m_page;
    QString m_warning; ///< the last one that a story was unlike what its model knows
};

} // namespace storyscope::ui
