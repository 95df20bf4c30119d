// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/rules.h"

#include <QTest>
#include <string>

namespace storyscope::test {

using Rule = Violations (*)(const SourceTree&);

} // namespace storyscope::test

Q_DECLARE_METATYPE(storyscope::test::Rule)

namespace storyscope::test {

/// The project keeps the rules of ARCHITECTURE.md, and each rule notices when it is broken.
class ArchitectureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_project_keeps_the_rule_data();
    void the_project_keeps_the_rule();
    void a_rule_notices_a_breach_data();
    void a_rule_notices_a_breach();
    void a_rule_lets_what_is_allowed_pass_data();
    void a_rule_lets_what_is_allowed_pass();
};

void ArchitectureTest::the_project_keeps_the_rule_data() {
    QTest::addColumn<Rule>("rule");
    QTest::newRow("includes run downwards only") << Rule(upwardIncludes);
    QTest::newRow("core knows no Qt") << Rule(qtInCore);
    QTest::newRow("ui and app know no LibTorch, FFmpeg, OpenCV") << Rule(heavyHeadersInFront);
    QTest::newRow("libraries stay in their rooms") << Rule(librariesOutsideTheirRoom);
    QTest::newRow("training needs no media") << Rule(mediaInTraining);
    QTest::newRow("files are short") << Rule(longFiles);
    QTest::newRow("files name their licence") << Rule(missingLicenceLines);
    QTest::newRow("no machine's paths") << Rule(machinePaths);
}

void ArchitectureTest::the_project_keeps_the_rule() {
    QFETCH(Rule, rule);
    const SourceTree tree = SourceTree::read(STORYSCOPE_SOURCE_FOLDER);
    QVERIFY2(tree.find("core/base/error.h") != nullptr, "the project's sources were not found");
    std::string all;
    for (const std::string& violation : rule(tree)) {
        all += "\n  " + violation;
    }
    QVERIFY2(all.empty(), all.c_str());
}

void ArchitectureTest::a_rule_notices_a_breach_data() {
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, Rule rule, const char* path, const QString& text) {
        QTest::newRow(name) << rule << path << text;
    };
    row("base includes story", upwardIncludes, "core/base/x.h", "#include \"core/story/story.h\"\n");
    row("a room of the same layer", upwardIncludes, "core/text/x.cpp", "#include \"core/media/frame_reader.h\"\n");
    row("core includes ui", upwardIncludes, "core/training/x.cpp", "#include \"ui/jobs/job.h\"\n");
    row("ui includes app", upwardIncludes, "ui/main/x.cpp", "#include \"app/storyscope/main.h\"\n");
    row("one program includes the other", upwardIncludes, "app/storyscope/x.cpp", "#include \"app/cli/output.h\"\n");
    row("a room nobody knows", upwardIncludes, "core/cellar/x.cpp", "#include \"core/base/error.h\"\n");
    row("core includes a Qt class", qtInCore, "core/base/x.cpp", "#include <QString>\n");
    row("core includes a Qt module", qtInCore, "core/base/x.cpp", "#  include <QtCore/qglobal.h>\n");
    row("ui includes LibTorch", heavyHeadersInFront, "ui/main/x.cpp", "#include <torch/torch.h>\n");
    row("app includes OpenCV", heavyHeadersInFront, "app/cli/x.cpp", "#include <opencv2/core.hpp>\n");
    row("ui reaches LibTorch through two headers", heavyHeadersInFront, "ui/main/x.cpp",
        "#include \"core/models/outer.h\"\n");
    row("FFmpeg outside media", librariesOutsideTheirRoom, "core/inference/x.cpp", "#include <libavcodec/avcodec.h>\n");
    row("libcurl outside hub", librariesOutsideTheirRoom, "core/models/x.cpp", "#include <curl/curl.h>\n");
    row("LibTorch in media", librariesOutsideTheirRoom, "core/media/x.cpp", "#include <torch/types.h>\n");
    row("QCustomPlot outside runs", librariesOutsideTheirRoom, "ui/main/x.cpp", "#include <qcustomplot.h>\n");
    row("media in training", mediaInTraining, "core/training/x.cpp", "#include \"core/media/image_file.h\"\n");
    row("501 lines", longFiles, "core/base/x.cpp", QString(501, u'\n'));
    row("a main window of 401 lines", longFiles, "ui/main/main_window.cpp", QString(401, u'\n'));
    row("no licence", missingLicenceLines, "core/base/x.cpp", "#include <vector>\n");
    row("no licence in CMake", missingLicenceLines, "core/x/CMakeLists.txt", "add_library(x)\n");
    row("a home folder", machinePaths, "core/base/x.cpp", QString("open(\"/%1/someone/data\");\n").arg("home"));
    row("a mac's home folder", machinePaths, "README.md", QString("/%1/someone/data\n").arg("Users"));
}

void ArchitectureTest::a_rule_notices_a_breach() {
    QFETCH(Rule, rule);
    QFETCH(QString, path);
    QFETCH(QString, text);
    SourceTree tree;
    tree.add("core/models/outer.h", "#include \"core/models/inner.h\"\n");
    tree.add("core/models/inner.h", "#include <torch/types.h>\n");
    const std::size_t before = rule(tree).size();
    tree.add(path.toStdString(), text.toStdString());
    const Violations violations = rule(tree);
    QCOMPARE(violations.size(), before + 1);
    const auto isAboutPath = [&](const std::string& violation) {
        return violation.starts_with(path.toStdString() + ':');
    };
    QVERIFY(std::any_of(violations.begin(), violations.end(), isAboutPath));
}

void ArchitectureTest::a_rule_lets_what_is_allowed_pass_data() {
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, Rule rule, const char* path, const QString& text) {
        QTest::newRow(name) << rule << path << text;
    };
    row("downwards", upwardIncludes, "ui/main/x.cpp",
        "#include \"core/inference/storyteller.h\"\n#include \"ui/jobs/job.h\"\n");
    row("own room", upwardIncludes, "core/media/x.cpp", "#include \"core/media/y.h\"\n");
    row("Qt in ui", qtInCore, "ui/main/x.cpp", "#include <QWidget>\n");
    row("a header of ours without LibTorch", heavyHeadersInFront, "ui/main/x.cpp", "#include \"core/story/story.h\"\n");
    row("FFmpeg in media", librariesOutsideTheirRoom, "core/media/x.cpp", "#include <libavcodec/avcodec.h>\n");
    row("QCustomPlot in runs", librariesOutsideTheirRoom, "ui/runs/x.cpp", "#include <qcustomplot.h>\n");
    row("preparation of pictures in models", mediaInTraining, "core/models/x.cpp",
        "#include \"core/media/picture_preparation.h\"\n");
    row("media in datasets", mediaInTraining, "core/datasets/x.cpp", "#include \"core/media/image_file.h\"\n");
    row("500 lines", longFiles, "core/base/x.cpp", QString(500, u'\n'));
    row("licence after the shebang", missingLicenceLines, "packaging/x.sh",
        "#!/usr/bin/env bash\n# SPDX-License-Identifier: GPL-3.0-or-later\n");
    row("a path of every system", machinePaths, "core/base/x.cpp", "read(\"/proc/self/exe\"); // tests/home/data\n");
}

void ArchitectureTest::a_rule_lets_what_is_allowed_pass() {
    QFETCH(Rule, rule);
    QFETCH(QString, path);
    QFETCH(QString, text);
    SourceTree tree;
    tree.add(path.toStdString(), text.toStdString());
    QVERIFY(rule(tree).empty());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::ArchitectureTest)
#include "architecture_test.moc"
