// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/story_choices.h"

#include "ui/common/story_document.h"
#include "ui/common/text.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int fewestRepeated = 4; ///< tokens; shorter sequences are common in any two sentences

QMenu* makeMenu(QWidget* parent, const QString& name, const QString& title) {
    auto* menu = new QMenu(title, parent);
    menu->setObjectName(name);
    menu->menuAction()->setObjectName(name + QStringLiteral("Action"));
    auto* group = new QActionGroup(menu);
    group->setObjectName(name + QStringLiteral("Group"));
    return menu;
}

void check(QMenu* menu, const QVariant& data) {
    for (QAction* action : menu->actions()) {
        if (action->data() == data) {
            action->setChecked(true);
        }
    }
}

} // namespace

StoryChoices::StoryChoices(QWidget* parent) : QObject(parent) {
    m_models = makeMenu(parent, QStringLiteral("modelMenu"), tr("&Model"));
    m_models->menuAction()->setStatusTip(tr("Choose the model that tells the story"));
    makeFramesMenu(parent);
    makeFrameChoiceMenu(parent);
    makeDecodingMenu(parent);
}

QAction* StoryChoices::addChoice(QMenu* menu, const QString& name, const QString& text) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    menu->findChild<QActionGroup*>()->addAction(action);
    return action;
}

void StoryChoices::makeFramesMenu(QWidget* parent) {
    m_frames = makeMenu(parent, QStringLiteral("framesMenu"), tr("&Number of frames"));
    m_frames->menuAction()->setStatusTip(tr("Choose how many frames the story has"));
    for (const int count : {2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20}) {
        QAction* action = addChoice(m_frames, QStringLiteral("frames%1").arg(count), tr("%n frame(s)", nullptr, count));
        action->setStatusTip(tr("Tell the story with %n frame(s)", nullptr, count));
        action->setData(count);
        action->setChecked(count == m_frameCount);
        connect(action, &QAction::triggered, this, [this, count] {
            m_frameCount = count;
            chooseFrameChoice(m_choiceBefore);
            emit titlesChanged();
            emit changed();
        });
    }
}

void StoryChoices::makeFrameChoiceMenu(QWidget* parent) {
    m_frameChoices = makeMenu(parent, QStringLiteral("frameChoiceMenu"), tr("&Choose frames"));
    m_frameChoices->menuAction()->setStatusTip(tr("Choose how the story's frames are picked from a video"));
    const auto add = [this](FrameChoice choice, const QString& name, const QString& text, const QString& tip) {
        QAction* action = addChoice(m_frameChoices, name, text);
        action->setStatusTip(tip);
        action->setData(static_cast<int>(choice));
        action->setChecked(choice == m_frameChoice);
        connect(action, &QAction::triggered, this, [this, choice] {
            chooseFrameChoice(choice);
            emit titlesChanged();
            emit changed();
        });
    };
    add(FrameChoice::Evenly, QStringLiteral("framesEvenly"), tr("&Evenly"),
        tr("Take the middles of equal parts of the video"));
    add(FrameChoice::UniformSteps, QStringLiteral("framesUniform"), tr("&Uniform steps"),
        tr("Take the first frame and then one after every step, as published video captioners do"));
    add(FrameChoice::ByScene, QStringLiteral("framesByScene"), tr("By &scene"),
        tr("Look for cuts first, which reads the whole video, and take a frame of each scene"));
    add(FrameChoice::ByHand, QStringLiteral("framesByHand"), tr("By &hand"),
        tr("Take the frames that are marked on the timeline"));
}

void StoryChoices::chooseFrameChoice(FrameChoice choice) {
    m_frameChoice = choice;
    if (choice != FrameChoice::ByHand) {
        m_choiceBefore = choice;
    }
    check(m_frameChoices, static_cast<int>(choice));
}

void StoryChoices::followDocument(StoryDocument* document) {
    m_document = document;
    connect(document, &StoryDocument::storyFramesChanged, this, &StoryChoices::documentChanged);
    documentChanged();
}

void StoryChoices::documentChanged() {
    const bool areChosenByHand = m_document->areChosenByHand();
    if (areChosenByHand != m_wereChosenByHand) {
        m_wereChosenByHand = areChosenByHand;
        chooseFrameChoice(areChosenByHand ? FrameChoice::ByHand : m_choiceBefore);
    }
    emit titlesChanged();
}

std::vector<int> StoryChoices::framesByHand() const {
    const bool areByHand = m_frameChoice == FrameChoice::ByHand && m_document != nullptr;
    return areByHand ? m_document->storyFrames() : std::vector<int>();
}

int StoryChoices::nextFrameCount() const {
    const auto byHand = static_cast<int>(framesByHand().size());
    return byHand > 0 ? byHand : m_frameCount;
}

void StoryChoices::makeDecodingMenu(QWidget* parent) {
    m_decodings = makeMenu(parent, QStringLiteral("decodingMenu"), tr("&Decoding"));
    m_decodings->menuAction()->setStatusTip(tr("Choose how words are picked from the model's probabilities"));
    const auto add = [this](Decoding decoding, const QString& name, const QString& text, const QString& tip) {
        QAction* action = addChoice(m_decodings, name, text);
        action->setStatusTip(tip);
        action->setChecked(decoding == m_decoding);
        connect(action, &QAction::triggered, this, [this, decoding] {
            m_decoding = decoding;
            emit changed();
        });
    };
    add(Decoding::Greedy, QStringLiteral("decodeGreedy"), tr("&Greedy"), tr("Always take the most probable word"));
    add(Decoding::Beam, QStringLiteral("decodeBeam"), tr("&Beam search"),
        tr("Follow several sentences and keep the most probable one"));
    add(Decoding::Sample, QStringLiteral("decodeSample"), tr("&Sampling"),
        tr("Draw words by their probability, with a fixed seed"));
    m_decodings->addSeparator();
    m_withoutRepeats = m_decodings->addAction(tr("&No repeated captions"));
    m_withoutRepeats->setObjectName(QStringLiteral("withoutRepeats"));
    m_withoutRepeats->setCheckable(true);
    m_withoutRepeats->setStatusTip(
        tr("Keep a caption from repeating %1 words in a row of an earlier one").arg(fewestRepeated));
    connect(m_withoutRepeats, &QAction::triggered, this, &StoryChoices::changed);
}

void StoryChoices::addModel(const QString& folder, const QString& name, const QString& tip) {
    QAction* action = addChoice(m_models, QStringLiteral("model%1").arg(m_models->actions().size() + 1), name);
    action->setData(folder);
    action->setStatusTip(tip);
    action->setToolTip(folder);
    if (m_modelsAction != nullptr && m_models->actions().contains(m_modelsAction)) {
        m_models->insertAction(m_models->findChild<QAction*>(QStringLiteral("modelsSeparator")), action);
    }
    connect(action, &QAction::triggered, this, [this, folder] {
        m_modelFolder = folder;
        emit titlesChanged();
        emit changed();
    });
}

void StoryChoices::setModelsAction(QAction* action) {
    m_modelsAction = action;
    placeModelsAction();
}

void StoryChoices::placeModelsAction() {
    if (m_modelsAction != nullptr) {
        m_models->addSeparator()->setObjectName(QStringLiteral("modelsSeparator"));
        m_models->addAction(m_modelsAction);
    }
}

void StoryChoices::setModels(const std::vector<models::ModelInfo>& models) {
    m_models->clear();
    for (const models::ModelInfo& model : models) {
        const QString name = toText(model.name);
        const QString count = QLocale().toString(static_cast<qlonglong>(model.parameterCount));
        addModel(toText(model.path), name,
                 model.parameterCount > 0 ? tr("Tell stories with %1 (%2 parameters)").arg(name, count)
                                          : tr("Tell stories with %1").arg(name));
    }
    if (m_modelFolder.isEmpty() && !models.empty()) {
        m_modelFolder = toText(models.front().path);
    }
    placeModelsAction();
    chooseModel(m_modelFolder);
}

void StoryChoices::chooseModel(const QString& folder) {
    if (folder.isEmpty()) {
        return;
    }
    const auto actions = m_models->actions();
    if (std::ranges::none_of(actions, [&](const QAction* action) { return action->data() == folder; })) {
        addModel(folder, QFileInfo(folder).fileName(), tr("Tell stories with the model in %1").arg(folder));
    }
    m_modelFolder = folder;
    check(m_models, folder);
    emit titlesChanged();
}

void StoryChoices::chooseFrameCount(int count) {
    m_frameCount = count;
    check(m_frames, count);
    emit titlesChanged();
}

QString StoryChoices::modelName() const {
    for (const QAction* action : m_models->actions()) {
        if (action->isChecked()) {
            return action->text();
        }
    }
    return tr("none");
}

StoryRequest StoryChoices::request() const {
    StoryRequest request;
    request.modelFolder = toPath(m_modelFolder);
    request.frameCount = m_frameCount;
    request.frameChoice = m_frameChoice;
    request.frames = framesByHand();
    request.options.decoding = m_decoding;
    request.options.noRepeatInStory = m_withoutRepeats->isChecked() ? fewestRepeated : 0;
    return request;
}

} // namespace storyscope::ui
