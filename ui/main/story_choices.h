// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "ui/jobs/story_job.h"

#include <QObject>
#include <utility>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace storyscope::ui {

class StoryDocument;

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
    /// What leads to more models, below the list.
    void setModelsAction(QAction* action);
    /// Adds the folder to the list if it is not there.
    void chooseModel(const QString& folder);
    QString modelFolder() const { return m_modelFolder; }
    QString modelName() const;
    void chooseFrameCount(int count);
    int frameCount() const { return m_frameCount; }
    /// How many the next story will have: those chosen by hand, else frameCount().
    int nextFrameCount() const;
    FrameChoice frameChoice() const { return m_frameChoice; }

    /// Frames that were chosen by hand come from the document, which must outlive the choices: as soon as a person
    /// changes one, By hand is chosen, until that is undone or another way of choosing is taken.
    void followDocument(StoryDocument* document);
    /// A request for a story from the chosen values; the source and its shots are left empty.
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
    void placeModelsAction();
    void chooseFrameChoice(FrameChoice choice);
    void documentChanged();
    std::vector<int> framesByHand() const;

    QMenu* m_models = nullptr;
    QMenu* m_frames = nullptr;
    QMenu* m_frameChoices = nullptr;
    QMenu* m_decodings = nullptr;
    QAction* m_withoutRepeats = nullptr;
    QAction* m_modelsAction = nullptr; ///< the last one of the models; may be none
    QString m_modelFolder;
    int m_frameCount = 5;
    FrameChoice m_frameChoice = FrameChoice::Evenly;
    FrameChoice m_choiceBefore = FrameChoice::Evenly; ///< the last one but By hand
    StoryDocument* m_document = nullptr;
    bool m_wereChosenByHand = false; ///< the document's word when it last changed
    Decoding m_decoding = Decoding::Greedy;
};

} // namespace storyscope::ui
