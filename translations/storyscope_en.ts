<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>storyscope::ui::StoryChoices</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tell the story with %n frame(s)</source>
        <translation>
            <numerusform>Tell the story with %n frame</numerusform>
            <numerusform>Tell the story with %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryListModel</name>
    <message numerus="yes">
        <source>Story %1, %n picture(s): %2</source>
        <translation>
            <numerusform>Story %1, %n picture: %2</numerusform>
            <numerusform>Story %1, %n pictures: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaIssuesButton</name>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryCardDelegate</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DatasetPage</name>
    <message numerus="yes">
        <source>%Ln story(s)</source>
        <translation>
            <numerusform>%Ln story</numerusform>
            <numerusform>%Ln stories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaIssuesModel</name>
    <message numerus="yes">
        <source>The file is damaged here: %n frame(s) cannot be shown.</source>
        <translation>
            <numerusform>The file is damaged here: %n frame cannot be shown.</numerusform>
            <numerusform>The file is damaged here: %n frames cannot be shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelinePictures</name>
    <message numerus="yes">
        <source>The file is damaged here: %n frame(s) lost</source>
        <translation>
            <numerusform>The file is damaged here: %n frame lost</numerusform>
            <numerusform>The file is damaged here: %n frames lost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::PlayerWidget</name>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n dropped</numerusform>
            <numerusform>%n dropped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DownloadBox</name>
    <message numerus="yes">
        <source>Download %n file(s) from %1?</source>
        <translation>
            <numerusform>Download %n file from %1?</numerusform>
            <numerusform>Download %n files from %1?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelVerifier</name>
    <message numerus="yes">
        <source>Verified: the contents of %n file(s) are what their names say.</source>
        <translation>
            <numerusform>Verified: the contents of %n file are what its name says.</numerusform>
            <numerusform>Verified: the contents of %n files are what their names say.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are damaged: remove the model and download it again.</source>
        <translation>
            <numerusform>%n file is damaged: remove the model and download it again.</numerusform>
            <numerusform>%n files are damaged: remove the model and download it again.</numerusform>
        </translation>
    </message>
</context>
</TS>
