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
</TS>
