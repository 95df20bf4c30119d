// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "ui/jobs/story_job.h"

#include <QObject>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace storyscope::ui {

/// The choices before a story is told, as menus: model, number of frames, how frames are chosen, decoding. GUI thread.
class StoryChoices : public QObject {
    Q_OBJECT
public:
    explicit StoryChoices(QWidget* parent);

    QMenu* modelMenu() const { return m_models; }
    QMenu* framesMenu() const { return m_frames; }
    QMenu* frameChoiceMenu() const { return m_frameChoices; }
    QMenu* decodingMenu() const { return m_decodings; }

    /// What was found on this machine, in place of an earlier list; the choice stays if it is still there.
    void setModels(const std::vector<models::ModelInfo>& models);
    /// Adds the folder to the list if it is not there.
    void chooseModel(const QString& folder);
    QString modelFolder() const { return m_modelFolder; }
    QString modelName() const;
    void chooseFrameCount(int count);
    int frameCount() const { return m_frameCount; }

    /// A request for a story from the chosen values; the source is left empty.
    StoryRequest request() const;

signals:
    /// A value has changed by a person's choice.
    void changed();
    /// The names or numbers to show have changed, for whatever reason.
    void titlesChanged();

private:
    QAction* addChoice(QMenu* menu, const QString& name, const QString& text);
    void makeFramesMenu(QWidget* parent);
    void makeFrameChoiceMenu(QWidget* parent);
    void makeDecodingMenu(QWidget* parent);
    void addModel(const QString& folder, const QString& name, const QString& tip);

    QMenu* m_models = nullptr;
    QMenu* m_frames = nullptr;
    QMenu* m_frameChoices = nullptr;
    QMenu* m_decodings = nullptr;
    QString m_modelFolder;
    int m_frameCount = 5;
    FrameChoice m_frameChoice = FrameChoice::Evenly;
    Decoding m_decoding = Decoding::Greedy;
};

} // namespace storyscope::ui
