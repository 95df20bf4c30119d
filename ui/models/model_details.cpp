// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_details.h"

#include "ui/common/text.h"
#include "ui/models/fact_list.h"
#include "ui/models/model_texts.h"
#include "ui/models/page_title.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QUrl>
#include <QVBoxLayout>
#include <memory>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr qreal cellPadding = 4;
constexpr qreal cardMargin = 8;

bool isRowEmpty(const QTextTable& table, int row) {
    for (int column = 0; column < table.columns(); ++column) {
        const QTextTableCell cell = table.cellAt(row, column);
        if (cell.firstPosition() != cell.lastPosition()) {
            return false;
        }
    }
    return true;
}

/// Above what a cell says.
void removeEmptyLines(const QTextTable& table) {
    for (int row = 0; row < table.rows(); ++row) {
        for (int column = 0; column < table.columns(); ++column) {
            QTextCursor cursor = table.cellAt(row, column).firstCursorPosition();
            const QTextBlockFormat format = cursor.blockFormat();
            if (cursor.block().length() == 1 && cursor != table.cellAt(row, column).lastCursorPosition()) {
                cursor.deleteChar();
                cursor.setBlockFormat(format);
            }
        }
    }
}

/// Qt's Markdown leaves lines of code as long as they are, and tables without room; a table that has no headings has an
/// empty row for them, and one that follows lines of code an empty line in its first cell.
void settle(QTextDocument& document) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (format.nonBreakableLines()) {
            format.setNonBreakableLines(false);
            QTextCursor(block).setBlockFormat(format);
        }
    }
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setCellPadding(cellPadding);
            format.setCellSpacing(0);
            format.setBorderCollapse(true);
            table->setFormat(format);
            if (table->rows() > 1 && isRowEmpty(*table, 0)) {
                table->removeRows(0, 1);
            }
            removeEmptyLines(*table);
        }
    }
}

} // namespace

ModelDetails::ModelDetails(QWidget* parent)
    : QWidget(parent), m_title(makePageTitle(this)), m_facts(new FactList(this)), m_card(new QTextBrowser(this)) {
    m_card->setObjectName(QStringLiteral("modelCard"));
    m_card->setAccessibleName(tr("Model card"));
    m_card->setOpenLinks(false);
    m_card->setTabChangesFocus(true);
    m_card->document()->setDocumentMargin(cardMargin);
    m_card->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    connect(m_card, &QTextBrowser::anchorClicked, this, [](const QUrl& link) {
        if (link.scheme() == QLatin1String("https") || link.scheme() == QLatin1String("http")) {
            QDesktopServices::openUrl(link);
        }
    });
    connect(&m_reader, &ModelCardReader::cardRead, this, [this](const QString& folder, const QString& markdown) {
        if (folder == toText(m_model.info.path)) {
            showCard(markdown);
        }
    });
    makeButtons();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_use);
    buttons->addWidget(m_default);
    buttons->addStretch(1);
    for (QPushButton* button : {m_folder, m_verify, m_remove}) {
        buttons->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_card, 1);
    layout->addLayout(buttons);
}

QPushButton* ModelDetails::addButton(const QString& name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    button->setToolTip(tip);
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    button->setAccessibleDescription(tip);
    return button;
}

void ModelDetails::makeButtons() {
    m_use = addButton(QStringLiteral("useModelButton"), tr("&Use this model"),
                      tr("Tell the story of what is open with it, and the stories after that"));
    m_default = addButton(QStringLiteral("defaultModelButton"), tr("Set as &default"),
                          tr("Stories are told with it from the next start on, too"));
    m_folder = addButton(QStringLiteral("showFolderButton"), tr("Show &folder"), tr("Open the folder of its files"));
    m_verify = addButton(QStringLiteral("verifyModelButton"), tr("&Verify"),
                         tr("Check that its files are complete and undamaged"));
    m_remove = addButton(QStringLiteral("removeModelButton"), tr("&Remove…"), {});
    connect(m_use, &QPushButton::clicked, this, &ModelDetails::useRequested);
    connect(m_default, &QPushButton::clicked, this, &ModelDetails::defaultRequested);
    connect(m_folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(toText(m_model.info.path))); });
    connect(m_verify, &QPushButton::clicked, this, &ModelDetails::verifyRequested);
    connect(m_remove, &QPushButton::clicked, this, &ModelDetails::removeRequested);
}

bool ModelDetails::canBeRemoved() const {
    return m_model.origin != inference::ModelOrigin::Bundled && m_model.origin != inference::ModelOrigin::Run;
}

void ModelDetails::present(const inference::ShelfModel& model, Rank rank) {
    const bool isOther = model.info.path != m_model.info.path;
    m_model = model;
    const models::ModelInfo& info = model.info;
    m_title->setText(toText(info.name));
    QList<FactList::Fact> facts{
        {tr("Kind"), kindText(model)},           {tr("Parameters"), parametersText(info.parameterCount)},
        {tr("Size"), bytesText(info.sizeBytes)}, {tr("Licence"), licenceText(info.licence)},
        {tr("From"), originText(model)},         {tr("Folder"), toText(info.path)}};
    if (!model.problem.empty()) {
        facts.prepend({tr("Damaged"), toText(model.problem)});
    }
    m_facts->setFacts(facts);
    m_use->setEnabled(model.problem.empty());
    m_default->setEnabled(model.problem.empty() && rank == Rank::Other);
    m_remove->setToolTip(model.origin == inference::ModelOrigin::Bundled ? tr("It belongs to the program")
                         : model.origin == inference::ModelOrigin::Run
                             ? tr("It belongs to its run: delete the run's folder to remove it")
                         : model.origin == inference::ModelOrigin::Imported ? tr("Take it off the list; its files stay")
                                                                            : tr("Delete its files, after a question"));
    setUpkeepEnabled(m_isUpkeepEnabled);
    if (isOther) {
        m_card->clear();
        m_reader.read(toText(info.path));
    }
}

void ModelDetails::setUpkeepEnabled(bool isEnabled) {
    m_isUpkeepEnabled = isEnabled;
    m_verify->setEnabled(isEnabled);
    m_remove->setEnabled(isEnabled && canBeRemoved());
}

void ModelDetails::showCard(const QString& markdown) {
    // Complete before it is shown: on the screen, each change to it would lay out its tables anew.
    auto* card = new QTextDocument(m_card);
    card->setUndoRedoEnabled(false);
    card->setDocumentMargin(cardMargin);
    card->setDefaultFont(m_card->font());
    card->setDefaultTextOption(m_card->document()->defaultTextOption());
    if (markdown.trimmed().isEmpty()) {
        card->setPlainText(tr("This model has no card: nobody wrote down what it is for and how it was trained."));
    } else {
        card->setMarkdown(markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                        QTextDocument::MarkdownNoHTML);
        settle(*card);
    }
    const std::unique_ptr<QTextDocument> before(std::exchange(m_cardText, card));
    m_card->setDocument(card);
}

} // namespace storyscope::ui
