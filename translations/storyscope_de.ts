<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ColorMap</name>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Videos and pictures</source>
        <translation>Videos und Bilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>SRT subtitles</source>
        <translation>SRT-Untertitel</translation>
    </message>
    <message>
        <source>WebVTT subtitles</source>
        <translation>WebVTT-Untertitel</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>HTML-Seite</translation>
    </message>
    <message>
        <source>Export the story</source>
        <translation>Geschichte exportieren</translation>
    </message>
    <message>
        <source>Save the frame</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>Data sets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Open a video, pictures or a data set</source>
        <translation>Video, Bilder oder einen Datensatz öffnen</translation>
    </message>
    <message>
        <source>Open a folder of pictures or of a data set</source>
        <translation>Ordner mit Bildern oder einem Datensatz öffnen</translation>
    </message>
    <message>
        <source>Choose the folder with the data set&apos;s pictures</source>
        <translation>Ordner mit den Bildern des Datensatzes wählen</translation>
    </message>
</context>
<context>
    <name>JobErrors</name>
    <message>
        <source>It does not exist.</source>
        <translation>Es existiert nicht.</translation>
    </message>
    <message>
        <source>The system does not allow it to be read or written.</source>
        <translation>Das System erlaubt nicht, es zu lesen oder zu schreiben.</translation>
    </message>
    <message>
        <source>Its content breaks the rules of its format.</source>
        <translation>Der Inhalt verletzt die Regeln seines Formats.</translation>
    </message>
    <message>
        <source>It is of a kind that Storyscope does not handle.</source>
        <translation>Mit dieser Art kann Storyscope nicht umgehen.</translation>
    </message>
    <message>
        <source>Two things do not fit together.</source>
        <translation>Zwei Dinge passen nicht zusammen.</translation>
    </message>
    <message>
        <source>A value makes no sense here.</source>
        <translation>Ein Wert ergibt hier keinen Sinn.</translation>
    </message>
    <message>
        <source>The disk is full or memory ran out.</source>
        <translation>Der Datenträger ist voll oder der Arbeitsspeicher reicht nicht.</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>Es wurde angehalten.</translation>
    </message>
    <message>
        <source>A value became infinite or undefined.</source>
        <translation>Ein Wert wurde unendlich oder undefiniert.</translation>
    </message>
    <message>
        <source>This is a bug of Storyscope.</source>
        <translation>Das ist ein Fehler in Storyscope.</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>Datei: %1</translation>
    </message>
    <message>
        <source>At byte %1</source>
        <translation>Bei Byte %1</translation>
    </message>
    <message>
        <source>In row %1</source>
        <translation>In Zeile %1</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>Something went wrong inside Storyscope.</source>
        <translation>In Storyscope ist etwas schiefgegangen.</translation>
    </message>
</context>
<context>
    <name>MainMenus</name>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Liste &amp;leeren</translation>
    </message>
    <message>
        <source>Forget which files were opened</source>
        <translation>Vergisst, welche Dateien geöffnet wurden</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open something that was opened before</source>
        <translation>Öffnet etwas, das schon einmal geöffnet war</translation>
    </message>
    <message>
        <source>&amp;Export story</source>
        <translation>Geschichte e&amp;xportieren</translation>
    </message>
    <message>
        <source>Write the story to a file</source>
        <translation>Schreibt die Geschichte in eine Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Story</source>
        <translation>&amp;Geschichte</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>Wieder&amp;gabe</translation>
    </message>
    <message>
        <source>Heat map &amp;colours</source>
        <translation>Fa&amp;rben der Wärmekarte</translation>
    </message>
    <message>
        <source>Choose the colours of heat maps and what the last one stands for</source>
        <translation>Wählt die Farben der Wärmekarten und wofür die letzte steht</translation>
    </message>
    <message>
        <source>Scale of each &amp;frame</source>
        <translation>Skala je &amp;Bild</translation>
    </message>
    <message>
        <source>The strongest place of the shown frame has the last colour</source>
        <translation>Die stärkste Stelle des gezeigten Bildes hat die letzte Farbe</translation>
    </message>
    <message>
        <source>Scale of the whole &amp;story</source>
        <translation>Skala der ganzen &amp;Geschichte</translation>
    </message>
    <message>
        <source>The strongest place of all frames has the last colour</source>
        <translation>Die stärkste Stelle aller Bilder hat die letzte Farbe</translation>
    </message>
    <message>
        <source>Paint heat maps with %1</source>
        <translation>Malt Wärmekarten mit %1</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>Choose light or dark colours</source>
        <translation>Wählt helle oder dunkle Farben</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>Follow the system&apos;s colours</source>
        <translation>Folgt den Farben des Systems</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Dark text on light ground</source>
        <translation>Dunkler Text auf hellem Grund</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Light text on dark ground</source>
        <translation>Heller Text auf dunklem Grund</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>MainToolBar</name>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Frames: %1</source>
        <translation>Bilder: %1</translation>
    </message>
    <message>
        <source>Number of frames of the story</source>
        <translation>Anzahl der Bilder der Geschichte</translation>
    </message>
    <message>
        <source>Show or hide the tool bar</source>
        <translation>Zeigt oder verbirgt die Werkzeugleiste</translation>
    </message>
</context>
<context>
    <name>ModelTexts</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>about %1 s per frame</source>
        <translation>etwa %1 s je Bild</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Captioner of single frames (BLIP)</source>
        <translation>Beschreibt einzelne Bilder (BLIP)</translation>
    </message>
    <message>
        <source>Captioner of clips (GIT)</source>
        <translation>Beschreibt Filmausschnitte (GIT)</translation>
    </message>
    <message>
        <source>Captioner of single frames (GIT)</source>
        <translation>Beschreibt einzelne Bilder (GIT)</translation>
    </message>
    <message>
        <source>Captioner of single frames (ViT, GPT-2)</source>
        <translation>Beschreibt einzelne Bilder (ViT, GPT-2)</translation>
    </message>
    <message>
        <source>Teller of whole stories</source>
        <translation>Erzählt ganze Geschichten</translation>
    </message>
    <message>
        <source>Storyteller</source>
        <translation>Erzähler</translation>
    </message>
    <message>
        <source>Clip captioner</source>
        <translation>Beschreibt Ausschnitte</translation>
    </message>
    <message>
        <source>Frame captioner</source>
        <translation>Beschreibt Einzelbilder</translation>
    </message>
    <message>
        <source>Comes with Storyscope</source>
        <translation>Gehört zu Storyscope</translation>
    </message>
    <message>
        <source>Your own models&apos; folder</source>
        <translation>Ordner der eigenen Modelle</translation>
    </message>
    <message>
        <source>Trained here, the best of a run</source>
        <translation>Hier trainiert, das beste eines Laufs</translation>
    </message>
    <message>
        <source>%1, shared Hugging Face cache</source>
        <translation>%1, gemeinsamer Hugging-Face-Cache</translation>
    </message>
    <message>
        <source>Imported; its files stay where they are</source>
        <translation>Importiert; seine Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>Trained on short films: it looks at %1 frames around each moment of the story and says what happens in them.</source>
        <translation>Mit kurzen Filmen trainiert: Es sieht %1 Bilder um jeden Moment der Geschichte an und sagt, was in ihnen geschieht.</translation>
    </message>
    <message>
        <source>Trained on photographs of everyday life: it looks at one frame at a time and says what is to be seen in it.</source>
        <translation>Mit Fotos aus dem Alltag trainiert: Es sieht ein Bild nach dem anderen an und sagt, was darauf zu sehen ist.</translation>
    </message>
</context>
<context>
    <name>TimelineMenu</name>
    <message>
        <source>&amp;Remove frame %1 from the story</source>
        <translation>Bild %1 aus der Geschichte &amp;entfernen</translation>
    </message>
    <message>
        <source>Tell the story without this frame</source>
        <translation>Die Geschichte ohne dieses Bild erzählen</translation>
    </message>
    <message>
        <source>&amp;Add frame %1 to the story</source>
        <translation>Bild %1 in die Geschichte &amp;aufnehmen</translation>
    </message>
    <message>
        <source>Tell the story with this frame</source>
        <translation>Die Geschichte mit diesem Bild erzählen</translation>
    </message>
    <message>
        <source>Set &amp;in mark here</source>
        <translation>&amp;Anfangsmarke hier setzen</translation>
    </message>
    <message>
        <source>Begin the marked range with this frame</source>
        <translation>Den markierten Bereich mit diesem Bild beginnen</translation>
    </message>
    <message>
        <source>Set &amp;out mark here</source>
        <translation>&amp;Endmarke hier setzen</translation>
    </message>
    <message>
        <source>End the marked range with this frame</source>
        <translation>Den markierten Bereich mit diesem Bild beenden</translation>
    </message>
    <message>
        <source>&amp;Clear marks</source>
        <translation>Marken &amp;löschen</translation>
    </message>
    <message>
        <source>Mark no range any more</source>
        <translation>Keinen Bereich mehr markieren</translation>
    </message>
    <message>
        <source>Clear marks</source>
        <translation>Marken löschen</translation>
    </message>
</context>
<context>
    <name>TrainingCostText</name>
    <message>
        <source>%1 steps: %2 training stories × %3 epochs, %4 stories a step</source>
        <translation>%1 Schritte: %2 Trainingsgeschichten × %3 Epochen, %4 Geschichten je Schritt</translation>
    </message>
    <message>
        <source>measured after the first batches</source>
        <translation>wird nach den ersten Stapeln gemessen</translation>
    </message>
    <message>
        <source>about %1, as fast as the run %2</source>
        <translation>etwa %1, so schnell wie der Lauf %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>less than a second</source>
        <translation>weniger als eine Sekunde</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>about %1 in all</source>
        <translation>etwa %1 insgesamt</translation>
    </message>
    <message>
        <source>about %1 in all, most of it on the GPU</source>
        <translation>etwa %1 insgesamt, das meiste davon auf der GPU</translation>
    </message>
    <message>
        <source>%1. Only %2 are free now: the run may fail or slow everything down. A smaller batch needs less.</source>
        <translation>%1. Nur %2 sind gerade frei: Der Lauf kann scheitern oder alles verlangsamen. Ein kleinerer Stapel braucht weniger.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Gradients and the optimizer&apos;s memory</source>
        <translation>Gradienten und Gedächtnis des Optimierers</translation>
    </message>
    <message>
        <source>One step, there and back</source>
        <translation>Ein Schritt, vorwärts und rückwärts</translation>
    </message>
    <message>
        <source>Writing a checkpoint</source>
        <translation>Schreiben eines Zwischenstands</translation>
    </message>
    <message>
        <source>Captions and tags</source>
        <translation>Bildtexte und Schlagwörter</translation>
    </message>
    <message>
        <source>Pictures that are kept</source>
        <translation>Bilder, die behalten werden</translation>
    </message>
    <message>
        <source>Batches that wait</source>
        <translation>Wartende Stapel</translation>
    </message>
    <message>
        <source>Unused between all these</source>
        <translation>Dazwischen ungenutzt</translation>
    </message>
    <message>
        <source>The program itself</source>
        <translation>Das Programm selbst</translation>
    </message>
    <message>
        <source>Free on this machine</source>
        <translation>Frei auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>TrainingFormCheck</name>
    <message>
        <source>No preset was found, so there is nothing to train. Reinstall the program.</source>
        <translation>Es wurde keine Vorlage gefunden, also gibt es nichts zu trainieren. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The seed must be a whole number from 0, for example 1.</source>
        <translation>Der Startwert muss eine ganze Zahl ab 0 sein, zum Beispiel 1.</translation>
    </message>
    <message>
        <source>The stories from %1 on are kept for tests. Take fewer stories or a lower first story.</source>
        <translation>Die Geschichten ab %1 sind für Tests reserviert. Nehmen Sie weniger Geschichten oder beginnen Sie früher.</translation>
    </message>
    <message>
        <source>Choose the folder with the stories to learn from.</source>
        <translation>Wählen Sie den Ordner mit den Geschichten, aus denen gelernt werden soll.</translation>
    </message>
    <message>
        <source>The learning rate must be a number such as 0.001 or 1e-3.</source>
        <translation>Die Lernrate muss eine Zahl wie 0.001 oder 1e-3 sein (mit Punkt).</translation>
    </message>
    <message>
        <source>The learning rate must be above 0.</source>
        <translation>Die Lernrate muss größer als 0 sein.</translation>
    </message>
    <message>
        <source>A learning rate above 1 cannot work. Usual values lie between 0.00001 and 0.01.</source>
        <translation>Eine Lernrate über 1 kann nicht funktionieren. Üblich sind Werte zwischen 0.00001 und 0.01.</translation>
    </message>
    <message>
        <source>The run needs a name.</source>
        <translation>Der Lauf braucht einen Namen.</translation>
    </message>
    <message>
        <source>The run&apos;s name is a folder&apos;s name: it must not contain / or \ or begin with a dot.</source>
        <translation>Der Name des Laufs ist ein Ordnername: Er darf weder / noch \ enthalten und nicht mit einem Punkt beginnen.</translation>
    </message>
    <message>
        <source>The run&apos;s name is too long for a folder.</source>
        <translation>Der Name des Laufs ist zu lang für einen Ordner.</translation>
    </message>
    <message>
        <source>There is already a run named %1. Choose another name.</source>
        <translation>Einen Lauf namens %1 gibt es schon. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>“%1” is not of the form key=value, for example weight_decay=0.05.</source>
        <translation>„%1“ hat nicht die Form Schlüssel=Wert, zum Beispiel weight_decay=0.05.</translation>
    </message>
    <message>
        <source>“%1” has a field of its own on the first page.</source>
        <translation>„%1“ hat auf der ersten Seite ein eigenes Feld.</translation>
    </message>
    <message>
        <source>“%1” is given twice.</source>
        <translation>„%1“ ist doppelt angegeben.</translation>
    </message>
    <message>
        <source>There is no folder or file %1.</source>
        <translation>Es gibt keinen Ordner und keine Datei %1.</translation>
    </message>
    <message>
        <source>%1 may not be read. Its permissions forbid it.</source>
        <translation>%1 darf nicht gelesen werden. Die Zugriffsrechte verbieten es.</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Storyscope</source>
        <translation>Storyscope</translation>
    </message>
    <message>
        <source>A model is being trained. End the run and quit?</source>
        <translation>Gerade wird ein Modell trainiert. Lauf beenden und das Programm verlassen?</translation>
    </message>
    <message>
        <source>What it has learned up to its last epoch is kept.</source>
        <translation>Was bis zur letzten Epoche gelernt wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>End the run and quit</source>
        <translation>Lauf beenden und verlassen</translation>
    </message>
</context>
<context>
    <name>WindowLayout</name>
    <message>
        <source>Show or hide the panel “%1”</source>
        <translation>Bereich „%1“ ein- oder ausblenden</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Storyscope tells the story of a video or of pictures and shows what every word looked at.

Example: storyscope holiday.mp4</source>
        <translation>Storyscope erzählt die Geschichte eines Videos oder von Bildern und zeigt, worauf jedes Wort geschaut hat.

Beispiel: storyscope urlaub.mp4</translation>
    </message>
    <message>
        <source>A video, a GIF, a data set, a folder of pictures, or several pictures</source>
        <translation>Ein Video, ein GIF, ein Datensatz, ein Ordner mit Bildern oder mehrere Bilder</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::AboutDialog</name>
    <message>
        <source>About Storyscope</source>
        <translation>Über Storyscope</translation>
    </message>
    <message>
        <source>Storyscope</source>
        <translation>Storyscope</translation>
    </message>
    <message>
        <source>Storyscope %1</source>
        <translation>Storyscope %1</translation>
    </message>
    <message>
        <source>Tells the story of a video, shows what every word looked at, predicts what comes next, and trains the models that do so.</source>
        <translation>Erzählt die Geschichte eines Videos, zeigt, worauf jedes Wort geschaut hat, sagt voraus, was als Nächstes kommt, und trainiert die Modelle dafür.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>Built on Qt %1, LibTorch, FFmpeg, OpenCV and QCustomPlot.</source>
        <translation>Beruht auf Qt %1, LibTorch, FFmpeg, OpenCV und QCustomPlot.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::AttentionController</name>
    <message>
        <source>Share of “%1” per frame</source>
        <translation>Anteil von „%1“ je Bild</translation>
    </message>
    <message>
        <source>Temporal attention of frame %1: how much each frame counts for it</source>
        <translation>Zeitliche Aufmerksamkeit von Bild %1: wie viel jedes Bild für es zählt</translation>
    </message>
    <message>
        <source>Attention of “%1”</source>
        <translation>Aufmerksamkeit von „%1“</translation>
    </message>
    <message>
        <source>Attention of “%1” through all layers</source>
        <translation>Aufmerksamkeit von „%1“ durch alle Schichten</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::AttentionJob</name>
    <message>
        <source>Following attention through the layers</source>
        <translation>Die Aufmerksamkeit wird durch die Schichten verfolgt</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::AttentionPanel</name>
    <message>
        <source>Attention says where the model looked, not why it chose the word.</source>
        <translation>Aufmerksamkeit sagt, wohin das Modell geschaut hat, nicht, warum es das Wort gewählt hat.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skala</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Each frame</source>
        <translation>Je Bild</translation>
    </message>
    <message>
        <source>Whole story</source>
        <translation>Ganze Geschichte</translation>
    </message>
    <message>
        <source>When a story is told, this says what each word looked at.</source>
        <translation>Wenn eine Geschichte erzählt ist, steht hier, worauf jedes Wort geschaut hat.</translation>
    </message>
    <message>
        <source>Waiting for the first words…</source>
        <translation>Warten auf die ersten Wörter …</translation>
    </message>
    <message>
        <source>There is no attention to show, because no story was told.</source>
        <translation>Es gibt keine Aufmerksamkeit zu zeigen, weil keine Geschichte erzählt wurde.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>The model gives one attention only</source>
        <translation>Das Modell liefert nur eine Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Point at a word of a caption to see what it looked at; click to keep it, Esc to let go.</source>
        <translation>Zeigen Sie auf ein Wort einer Bildunterschrift, um zu sehen, worauf es geschaut hat; Klicken hält es fest, Esc lässt es los.</translation>
    </message>
    <message>
        <source>“%1”, written with probability %2</source>
        <translation>„%1“, geschrieben mit Wahrscheinlichkeit %2</translation>
    </message>
    <message>
        <source>This model looks at whole frames, so there is no heat map inside them.</source>
        <translation>Dieses Modell betrachtet ganze Bilder, also gibt es keine Wärmekarte darin.</translation>
    </message>
    <message>
        <source>The heat map is switched off.</source>
        <translation>Die Wärmekarte ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>The shown frame is not one of the story&apos;s frames, so it has no heat map.</source>
        <translation>Das gezeigte Bild gehört nicht zur Geschichte und hat daher keine Wärmekarte.</translation>
    </message>
    <message>
        <source>Frame %1: share %2</source>
        <translation>Bild %1: Anteil %2</translation>
    </message>
    <message>
        <source>focused</source>
        <translation>gebündelt</translation>
    </message>
    <message>
        <source>spread out</source>
        <translation>verteilt</translation>
    </message>
    <message>
        <source>This model has no attention: nothing in it says which frames a word came from.</source>
        <translation>Dieses Modell hat keine Aufmerksamkeit: Nichts in ihm sagt, aus welchen Bildern ein Wort kam.</translation>
    </message>
    <message>
        <source>Roll-out</source>
        <translation>Roll-out</translation>
    </message>
    <message>
        <source>What all layers together let through from the picture to the word</source>
        <translation>Was alle Schichten zusammen vom Bild zum Wort durchlassen</translation>
    </message>
    <message>
        <source>Following attention through all layers…</source>
        <translation>Die Aufmerksamkeit wird durch alle Schichten verfolgt …</translation>
    </message>
    <message>
        <source>The model did not see the hatched part of the frame.</source>
        <translation>Den schraffierten Teil des Bildes hat das Modell nicht gesehen.</translation>
    </message>
    <message>
        <source>Entropy %1 of at most %2 bits: %3.</source>
        <translation>Entropie %1 von höchstens %2 Bit: %3.</translation>
    </message>
    <message>
        <source>This model sees each frame by itself. %1</source>
        <translation>Dieses Modell sieht jedes Bild für sich. %1</translation>
    </message>
    <message>
        <source>Looked most at frame %1 (%2). %3</source>
        <translation>Am meisten auf Bild %1 geschaut (%2). %3</translation>
    </message>
    <message>
        <source>Not in the map: %1 of its attention went to the video&apos;s pictures before and after this frame, %2 to the class token, which is no place in a picture, and %3 to the words before it.</source>
        <translation>Nicht in der Karte: %1 seiner Aufmerksamkeit ging an Bilder des Videos vor und nach diesem, %2 an das Klassen-Token, das kein Ort in einem Bild ist, und %3 an die Wörter davor.</translation>
    </message>
    <message>
        <source>Not in the map: %1 of its attention went to the class token, which is no place in the picture.</source>
        <translation>Nicht in der Karte: %1 seiner Aufmerksamkeit ging an das Klassen-Token, das kein Ort im Bild ist.</translation>
    </message>
    <message>
        <source>Not in the map: %1 of its attention went to class tokens, which are no places in a picture, and %2 to the words before it.</source>
        <translation>Nicht in der Karte: %1 seiner Aufmerksamkeit ging an Klassen-Token, die kein Ort in einem Bild sind, und %2 an die Wörter davor.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::CaptionView</name>
    <message>
        <source>“%1”: probability %2. Click to keep its attention.</source>
        <translation>„%1“: Wahrscheinlichkeit %2. Klicken hält die Aufmerksamkeit fest.</translation>
    </message>
    <message>
        <source>Left and Right go from word to word, Enter shows a word&apos;s attention.</source>
        <translation>Links und Rechts gehen von Wort zu Wort, Eingabe zeigt die Aufmerksamkeit eines Wortes.</translation>
    </message>
    <message>
        <source>“%1”, word %2 of %3, probability %4</source>
        <translation>„%1“, Wort %2 von %3, Wahrscheinlichkeit %4</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ColorBar</name>
    <message>
        <source>Colours from 0 to %1 of the word&apos;s attention per cell</source>
        <translation>Farben von 0 bis %1 der Aufmerksamkeit des Wortes je Zelle</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::CostBox</name>
    <message>
        <source>What it costs</source>
        <translation>Was es kostet</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Saved in</source>
        <translation>Gespeichert in</translation>
    </message>
    <message>
        <source>Work:</source>
        <translation>Arbeit:</translation>
    </message>
    <message>
        <source>Memory:</source>
        <translation>Speicher:</translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>Zeit:</translation>
    </message>
    <message>
        <source>Saved in:</source>
        <translation>Gespeichert in:</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt …</translation>
    </message>
    <message>
        <source>cannot be counted, and the run would fail: %1</source>
        <translation>lässt sich nicht zählen, und der Lauf würde scheitern: %1</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DataProbe</name>
    <message>
        <source>%1 has no stories to train on.</source>
        <translation>%1 enthält keine Geschichten zum Trainieren.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DatasetIssuesView</name>
    <message>
        <source>What is wrong with the data set</source>
        <translation>Was am Datensatz nicht stimmt</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>number of places, what is wrong there</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DatasetOpener</name>
    <message>
        <source>Opening</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>There is no such file or folder</source>
        <translation>Diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>The folder cannot be read: %1</source>
        <translation>Der Ordner kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>The folder is empty</source>
        <translation>Der Ordner ist leer</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>This is an archive: unpack it and open the folder that comes out</source>
        <translation>Das ist ein Archiv: Entpacken Sie es und öffnen Sie den entstandenen Ordner</translation>
    </message>
    <message>
        <source>The folder holds no pictures and no data set that is known</source>
        <translation>Der Ordner enthält weder Bilder noch einen bekannten Datensatz</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DatasetPage</name>
    <message>
        <source>Searching… %1 of %2</source>
        <translation>Suche … %1 von %2</translation>
    </message>
    <message>
        <source>Back to what was opened before</source>
        <translation>Zurück zu dem, was vorher geöffnet war</translation>
    </message>
    <message>
        <source>Search captions and ids</source>
        <translation>Bildtexte und Kennungen durchsuchen</translation>
    </message>
    <message>
        <source>Part of the data set</source>
        <translation>Teil des Datensatzes</translation>
    </message>
    <message>
        <source>Show or hide what is wrong with the data set</source>
        <translation>Zeigt oder verbirgt, was am Datensatz nicht stimmt</translation>
    </message>
    <message>
        <source>%1 · %2 stories</source>
        <translation>%1 · %2 Geschichten</translation>
    </message>
    <message>
        <source>All stories (%1)</source>
        <translation>Alle Geschichten (%1)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>split, number of stories</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>There are no stories here.</source>
        <translation>Hier gibt es keine Geschichten.</translation>
    </message>
    <message>
        <source>No story has all of these words. Search for fewer, or in all stories.</source>
        <translation>Keine Geschichte enthält alle diese Wörter. Suchen Sie nach weniger Wörtern oder in allen Geschichten.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln story(s)</source>
        <translation>
            <numerusform>%Ln Geschichte</numerusform>
            <numerusform>%Ln Geschichten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 stories</source>
        <translation>%1 von %2 Geschichten</translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 frames · %2 captions</source>
        <translation>%1 Bilder · %2 Bildtexte</translation>
    </message>
    <message>
        <source>Pictures are in…</source>
        <translation>Bilder liegen in …</translation>
    </message>
    <message>
        <source>Say in which folder the data set&apos;s pictures are</source>
        <translation>Angeben, in welchem Ordner die Bilder des Datensatzes liegen</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>The pictures are not where the data set has them.</source>
        <translation>Die Bilder liegen nicht dort, wo der Datensatz sie hat.</translation>
    </message>
    <message>
        <source>The pictures are not in %1.</source>
        <translation>Die Bilder liegen nicht in %1.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DownloadBox</name>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Another model is being downloaded; this one can follow it.</source>
        <translation>Ein anderes Modell wird gerade heruntergeladen; dieses kann danach folgen.</translation>
    </message>
    <message>
        <source>being measured…</source>
        <translation>wird gemessen…</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>Tempo hier</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Free disk space</source>
        <translation>Freier Speicherplatz</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>&amp;Download…</source>
        <translation>&amp;Herunterladen…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Nothing is fetched before you have seen what it is and agreed.</source>
        <translation>Nichts wird geholt, bevor Sie gesehen haben, was es ist, und zugestimmt haben.</translation>
    </message>
    <message>
        <source>Asking the hub what the model consists of…</source>
        <translation>Der Hub wird gefragt, woraus das Modell besteht…</translation>
    </message>
    <message>
        <source>Stopped. What came is kept: %1 of %2. The next download goes on from there.</source>
        <translation>Angehalten. Was ankam, bleibt: %1 von %2. Der nächste Download geht dort weiter.</translation>
    </message>
    <message>
        <source>&amp;Go on…</source>
        <translation>&amp;Fortsetzen…</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
    <message numerus="yes">
        <source>Download %n file(s) from %1?</source>
        <translation>
            <numerusform>%n Datei von %1 herunterladen?</numerusform>
            <numerusform>%n Dateien von %1 herunterladen?</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of them are here already.</source>
        <translation>%1 davon sind schon hier.</translation>
    </message>
    <message>
        <source>Its authors want to be asked for access on the model&apos;s page first.</source>
        <translation>Die Autoren möchten auf der Seite des Modells zuerst um Zugang gebeten werden.</translation>
    </message>
    <message>
        <source>The disk has too little space: %1 are needed and %2 are free.</source>
        <translation>Auf dem Datenträger ist zu wenig Platz: %1 werden gebraucht, %2 sind frei.</translation>
    </message>
    <message>
        <source>&amp;Download %1</source>
        <translation>%1 &amp;herunterladen</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Nicht jetzt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::DropTarget</name>
    <message>
        <source>Drop to open and tell its story</source>
        <translation>Loslassen, um zu öffnen und die Geschichte zu erzählen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ExportJob</name>
    <message>
        <source>Writing the story</source>
        <translation>Geschichte wird geschrieben</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::Filmstrip</name>
    <message>
        <source>The story&apos;s frames and their captions appear here: choose Story ▸ Tell story.</source>
        <translation>Hier erscheinen die Bilder der Geschichte mit ihren Unterschriften: Wählen Sie Geschichte ▸ Geschichte erzählen.</translation>
    </message>
    <message>
        <source>Choosing the story&apos;s frames…</source>
        <translation>Bilder der Geschichte werden gewählt …</translation>
    </message>
    <message>
        <source>The story&apos;s frames</source>
        <translation>Bilder der Geschichte</translation>
    </message>
    <message>
        <source>No story could be told. The pictures can still be looked at, one by one.</source>
        <translation>Es konnte keine Geschichte erzählt werden. Die Bilder lassen sich weiterhin einzeln ansehen.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::FilmstripCard</name>
    <message>
        <source>Unlike the training data</source>
        <translation>Den Trainingsdaten unähnlich</translation>
    </message>
    <message>
        <source>Caption of frame %1</source>
        <translation>Unterschrift von Bild %1</translation>
    </message>
    <message>
        <source>Frame %1 of the story: frame %2 of the video</source>
        <translation>Bild %1 der Geschichte: Bild %2 des Videos</translation>
    </message>
    <message>
        <source>Frame %1 of the story: %2</source>
        <translation>Bild %1 der Geschichte: %2</translation>
    </message>
    <message>
        <source>, at %1</source>
        <translation>, bei %1</translation>
    </message>
    <message>
        <source>Distance from the training data: %1 times the limit</source>
        <translation>Abstand von den Trainingsdaten: das %1-Fache der Grenze</translation>
    </message>
    <message>
        <source>%1. Frame %2: %3</source>
        <translation>%1. Bild %2: %3</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::FirstHints</name>
    <message>
        <source>Point at any word of the story to see where the model looked; click to keep it.</source>
        <translation>Zeigen Sie auf ein Wort der Geschichte, um zu sehen, wohin das Modell geschaut hat; Klicken hält es fest.</translation>
    </message>
    <message>
        <source>Train… teaches a model of your own and shows how its stories improve.</source>
        <translation>Trainieren … lehrt ein eigenes Modell und zeigt, wie seine Geschichten besser werden.</translation>
    </message>
    <message>
        <source>Show no more hints</source>
        <translation>Keine Hinweise mehr zeigen</translation>
    </message>
    <message>
        <source>Next hint</source>
        <translation>Nächster Hinweis</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>The keys , and . step through the video; Ctrl and Right go to the story&apos;s next frame.</source>
        <translation>Die Tasten , und . gehen Bild für Bild durch das Video; Strg und Rechts gehen zum nächsten Bild der Geschichte.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::FrameView</name>
    <message>
        <source>%1 here: %2</source>
        <translation>%1 hier: %2</translation>
    </message>
    <message>
        <source>No frame</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Frame %1: %2</source>
        <translation>Bild %1: %2</translation>
    </message>
    <message>
        <source>Frame %1 with a heat map: %2</source>
        <translation>Bild %1 mit Wärmekarte: %2</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 · pixel %2, %3 · RGB %4 %5 %6</source>
        <translation>%1 · Pixel %2, %3 · RGB %4 %5 %6</translation>
    </message>
    <message>
        <source>Zoomed to %1</source>
        <translation>Vergrößert auf %1</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1. Boxes: %2</source>
        <translation>%1. Rahmen: %2</translation>
    </message>
    <message>
        <source>The model did not see this part of the frame: it looks at the part in the middle only.</source>
        <translation>Diesen Teil des Bildes hat das Modell nicht gesehen: Es betrachtet nur den mittleren Teil.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::FrameViewActions</name>
    <message>
        <source>&amp;Copy frame</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the shown frame&apos;s own pixels, without heat map, to the clipboard</source>
        <translation>Kopiert die Pixel des gezeigten Bildes, ohne Wärmekarte, in die Zwischenablage</translation>
    </message>
    <message>
        <source>Save &amp;frame as PNG…</source>
        <translation>&amp;Bild als PNG speichern …</translation>
    </message>
    <message>
        <source>Write the shown frame&apos;s own pixels, without heat map, to a PNG file</source>
        <translation>Schreibt die Pixel des gezeigten Bildes, ohne Wärmekarte, in eine PNG-Datei</translation>
    </message>
    <message>
        <source>Save frame with &amp;heat map…</source>
        <translation>Bild mit &amp;Wärmekarte speichern …</translation>
    </message>
    <message>
        <source>Write the shown frame with the heat map over it to a PNG file</source>
        <translation>Schreibt das gezeigte Bild mit der Wärmekarte darüber in eine PNG-Datei</translation>
    </message>
    <message>
        <source>Whole &amp;frame</source>
        <translation>&amp;Ganzes Bild</translation>
    </message>
    <message>
        <source>Show the whole frame as large as it fits</source>
        <translation>Zeigt das ganze Bild, so groß es passt</translation>
    </message>
    <message>
        <source>&amp;Pixels 1:1</source>
        <translation>&amp;Pixel 1:1</translation>
    </message>
    <message>
        <source>Show each pixel of the frame as one pixel of the screen</source>
        <translation>Zeigt jedes Pixel des Bildes als ein Pixel des Bildschirms</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Show the frame larger; from four times on, its pixels are squares</source>
        <translation>Zeigt das Bild größer; ab dem Vierfachen sind seine Pixel Quadrate</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Show the frame smaller, until all of it is seen</source>
        <translation>Zeigt das Bild kleiner, bis es ganz zu sehen ist</translation>
    </message>
    <message>
        <source>Scroll &amp;left</source>
        <translation>Nach &amp;links rollen</translation>
    </message>
    <message>
        <source>Show more of the zoomed frame&apos;s left</source>
        <translation>Zeigt mehr von der linken Seite des vergrößerten Bildes</translation>
    </message>
    <message>
        <source>Scroll &amp;right</source>
        <translation>Nach &amp;rechts rollen</translation>
    </message>
    <message>
        <source>Show more of the zoomed frame&apos;s right</source>
        <translation>Zeigt mehr von der rechten Seite des vergrößerten Bildes</translation>
    </message>
    <message>
        <source>Scroll &amp;up</source>
        <translation>Nach &amp;oben rollen</translation>
    </message>
    <message>
        <source>Show more of the zoomed frame&apos;s top</source>
        <translation>Zeigt mehr vom oberen Teil des vergrößerten Bildes</translation>
    </message>
    <message>
        <source>Scroll &amp;down</source>
        <translation>Nach &amp;unten rollen</translation>
    </message>
    <message>
        <source>Show more of the zoomed frame&apos;s bottom</source>
        <translation>Zeigt mehr vom unteren Teil des vergrößerten Bildes</translation>
    </message>
    <message>
        <source>frame-%1</source>
        <comment>part of a file name</comment>
        <translation>bild-%1</translation>
    </message>
    <message>
        <source>-heat-map</source>
        <comment>end of a file name</comment>
        <translation>-waermekarte</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::GoToPopup</name>
    <message>
        <source>Frame number or time</source>
        <translation>Bildnummer oder Zeit</translation>
    </message>
    <message>
        <source>75 or 0:03.1</source>
        <translation>75 oder 0:03.1</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>Frames 0 to %1</source>
        <translation>Bilder 0 bis %1</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::HeightGrip</name>
    <message>
        <source>Drag to make the timeline higher or lower</source>
        <translation>Ziehen macht die Zeitleiste höher oder niedriger</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::JobStatus</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>Stop: %1</source>
        <translation>Anhalten: %1</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::LibraryPanel</name>
    <message>
        <source>Back to the stories of %1</source>
        <translation>Zurück zu den Geschichten von %1</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet …</translation>
    </message>
    <message>
        <source>%1

Open another file or folder, or look at what this one lacks.</source>
        <translation>%1

Öffnen Sie eine andere Datei oder einen anderen Ordner, oder sehen Sie nach, was hier fehlt.</translation>
    </message>
    <message>
        <source>Videos, pictures and data sets that were opened appear here. Drop one on the window.</source>
        <translation>Hier erscheinen Videos, Bilder und Datensätze, die geöffnet wurden. Ziehen Sie eines auf das Fenster.</translation>
    </message>
    <message>
        <source>Back to the data set</source>
        <translation>Zurück zum Datensatz</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::LibrarySession</name>
    <message>
        <source>the data set</source>
        <translation>dem Datensatz</translation>
    </message>
    <message>
        <source>In the data set</source>
        <translation>Im Datensatz</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::LossPlot</name>
    <message>
        <source>Loss curves</source>
        <translation>Verlustkurven</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Training, per batch</source>
        <translation>Training, je Stapel</translation>
    </message>
    <message>
        <source>Training, mean of the epoch</source>
        <translation>Training, Mittel der Epoche</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>bester %1</translation>
    </message>
    <message>
        <source>Training loss %1 at step %2.</source>
        <translation>Trainingsverlust %1 bei Schritt %2.</translation>
    </message>
    <message>
        <source>Validation loss %1 after %2 steps.</source>
        <translation>Validierungsverlust %1 nach %2 Schritten.</translation>
    </message>
    <message>
        <source>Step %1: training %2</source>
        <translation>Schritt %1: Training %2</translation>
    </message>
    <message>
        <source>validation %1</source>
        <translation>Validierung %1</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>Stage %1 begins after step %2.</source>
        <translation>Stufe %1 beginnt nach Schritt %2.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::LossView</name>
    <message>
        <source>&amp;Loss:</source>
        <translation>&amp;Verlust:</translation>
    </message>
    <message>
        <source>Loss term</source>
        <translation>Verlustanteil</translation>
    </message>
    <message>
        <source>Lo&amp;g scale</source>
        <translation>Lo&amp;garithmisch</translation>
    </message>
    <message>
        <source>Logarithmic scale of the loss</source>
        <translation>Logarithmische Skala des Verlusts</translation>
    </message>
    <message>
        <source>S&amp;mooth</source>
        <translation>&amp;Glätten</translation>
    </message>
    <message>
        <source>Smooth the training loss</source>
        <translation>Trainingsverlust glätten</translation>
    </message>
    <message>
        <source>Shows a running mean of about 20 batches</source>
        <translation>Zeigt ein gleitendes Mittel über etwa 20 Stapel</translation>
    </message>
    <message>
        <source>Values under the mouse</source>
        <translation>Werte unter der Maus</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Unterschrift</translation>
    </message>
    <message>
        <source>Next caption</source>
        <translation>Nächste Unterschrift</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Story score</source>
        <translation>Wertung der Geschichte</translation>
    </message>
    <message>
        <source>Pointing</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Clip caption</source>
        <translation>Bildtext zum Clip</translation>
    </message>
    <message>
        <source>Contrastive</source>
        <translation>Kontrastiv</translation>
    </message>
    <message>
        <source>Next picture, content</source>
        <translation>Nächstes Bild, Inhalt</translation>
    </message>
    <message>
        <source>Next picture, context</source>
        <translation>Nächstes Bild, Umgebung</translation>
    </message>
    <message>
        <source>Next picture, squared error</source>
        <translation>Nächstes Bild, quadratischer Fehler</translation>
    </message>
    <message>
        <source>Next features</source>
        <translation>Nächste Merkmale</translation>
    </message>
    <message>
        <source>Picture autoencoder</source>
        <translation>Bild-Autoencoder</translation>
    </message>
    <message>
        <source>Text autoencoder</source>
        <translation>Text-Autoencoder</translation>
    </message>
    <message>
        <source>Latent of the picture</source>
        <translation>Latenter Vektor des Bildes</translation>
    </message>
    <message>
        <source>Latent of the text</source>
        <translation>Latenter Vektor des Textes</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MainActions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Tell the &amp;sample&apos;s story</source>
        <translation>&amp;Beispiel erzählen</translation>
    </message>
    <message>
        <source>Open the video that comes with Storyscope and have its story told</source>
        <translation>Öffnet das mitgelieferte Video und lässt seine Geschichte erzählen</translation>
    </message>
    <message>
        <source>&amp;JSON…</source>
        <translation>&amp;JSON …</translation>
    </message>
    <message>
        <source>Write everything that is known about the story: captions, attention, predictions, tags</source>
        <translation>Schreibt alles, was über die Geschichte bekannt ist: Unterschriften, Aufmerksamkeit, Vorhersagen, Schlagwörter</translation>
    </message>
    <message>
        <source>&amp;SRT subtitles…</source>
        <translation>&amp;SRT-Untertitel …</translation>
    </message>
    <message>
        <source>Write the captions as SRT subtitles</source>
        <translation>Schreibt die Unterschriften als SRT-Untertitel</translation>
    </message>
    <message>
        <source>&amp;VTT subtitles…</source>
        <translation>&amp;VTT-Untertitel …</translation>
    </message>
    <message>
        <source>Write the captions as WebVTT subtitles</source>
        <translation>Schreibt die Unterschriften als WebVTT-Untertitel</translation>
    </message>
    <message>
        <source>&amp;HTML page…</source>
        <translation>&amp;HTML-Seite …</translation>
    </message>
    <message>
        <source>Write one page with pictures, captions and attention that any browser shows</source>
        <translation>Schreibt eine Seite mit Bildern, Unterschriften und Aufmerksamkeit, die jeder Browser zeigt</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Leave Storyscope</source>
        <translation>Verlässt Storyscope</translation>
    </message>
    <message>
        <source>&amp;Tell story</source>
        <translation>Geschichte &amp;erzählen</translation>
    </message>
    <message>
        <source>Have the story of the open video or pictures told with the chosen model</source>
        <translation>Lässt die Geschichte des offenen Videos oder der Bilder mit dem gewählten Modell erzählen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Stop telling the story and keep the one before</source>
        <translation>Hört auf zu erzählen und behält die Geschichte davor</translation>
    </message>
    <message>
        <source>&amp;Let go of the word</source>
        <translation>Wort &amp;loslassen</translation>
    </message>
    <message>
        <source>Show the plain picture again, without the heat map of a word</source>
        <translation>Zeigt wieder das reine Bild, ohne Wärmekarte eines Wortes</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>&amp;Wärmekarte</translation>
    </message>
    <message>
        <source>Draw the selected word&apos;s attention over the pictures, or leave them as they are</source>
        <translation>Zeichnet die Aufmerksamkeit des gewählten Wortes über die Bilder oder lässt sie, wie sie sind</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Choose the appearance, the model, and how much memory and computing Storyscope takes</source>
        <translation>Wählt Erscheinungsbild, Modell und wie viel Speicher und Rechenleistung Storyscope nimmt</translation>
    </message>
    <message>
        <source>&amp;Train…</source>
        <translation>&amp;Trainieren …</translation>
    </message>
    <message>
        <source>Train a model and watch how it learns</source>
        <translation>Trainiert ein Modell und zeigt, wie es lernt</translation>
    </message>
    <message>
        <source>&amp;Stop training</source>
        <translation>Training &amp;anhalten</translation>
    </message>
    <message>
        <source>End the run; what it has learned is kept</source>
        <translation>Beendet den Lauf; das Gelernte bleibt erhalten</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>List every key that does something</source>
        <translation>Listet alle Tasten auf, die etwas bewirken</translation>
    </message>
    <message>
        <source>&amp;About Storyscope</source>
        <translation>Ü&amp;ber Storyscope</translation>
    </message>
    <message>
        <source>Say what Storyscope is, its version and its licence</source>
        <translation>Sagt, was Storyscope ist, seine Version und seine Lizenz</translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation>&amp;Rahmen</translation>
    </message>
    <message>
        <source>Draw the data set&apos;s boxes with their names over the picture, or leave it</source>
        <translation>Zeichnet die Rahmen des Datensatzes mit ihren Namen über das Bild oder lässt es, wie es ist</translation>
    </message>
    <message>
        <source>Open a video, a GIF, pictures or a data set and have its story told</source>
        <translation>Video, GIF, Bilder oder einen Datensatz öffnen und die Geschichte erzählen lassen</translation>
    </message>
    <message>
        <source>Open a folder of pictures or of a data set</source>
        <translation>Ordner mit Bildern oder einem Datensatz öffnen</translation>
    </message>
    <message>
        <source>&amp;Find a story…</source>
        <translation>Geschichte &amp;suchen …</translation>
    </message>
    <message>
        <source>Search the captions and ids of the open data set</source>
        <translation>Bildtexte und Kennungen des geöffneten Datensatzes durchsuchen</translation>
    </message>
    <message>
        <source>M&amp;odels…</source>
        <translation>M&amp;odelle…</translation>
    </message>
    <message>
        <source>See the models on this computer, get published captioners for real videos</source>
        <translation>Zeigt die Modelle auf diesem Computer und holt veröffentlichte Bildbeschreiber für echte Videos</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MainWindow</name>
    <message>
        <source>Storyscope</source>
        <translation>Storyscope</translation>
    </message>
    <message>
        <source>Only files and folders on this computer can be opened.</source>
        <translation>Nur Dateien und Ordner auf diesem Rechner lassen sich öffnen.</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>The story was written to %1</source>
        <translation>Die Geschichte wurde nach %1 geschrieben</translation>
    </message>
    <message>
        <source>%1 – Storyscope</source>
        <translation>%1 – Storyscope</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Frame %1 was copied</source>
        <translation>Bild %1 wurde kopiert</translation>
    </message>
    <message>
        <source>The frame was written to %1</source>
        <translation>Das Bild wurde nach %1 geschrieben</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaIssuesButton</name>
    <message>
        <source>Show or hide what is wrong with the open file</source>
        <translation>Zeigt oder verbirgt, was an der offenen Datei nicht stimmt</translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaIssuesModel</name>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Fehler</translation>
    </message>
    <message numerus="yes">
        <source>The file is damaged here: %n frame(s) cannot be shown.</source>
        <translation>
            <numerusform>Die Datei ist hier beschädigt: %n Bild kann nicht gezeigt werden.</numerusform>
            <numerusform>Die Datei ist hier beschädigt: %n Bilder können nicht gezeigt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is damaged here.</source>
        <translation>Die Datei ist hier beschädigt.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaIssuesPanel</name>
    <message>
        <source>What is wrong with the open file</source>
        <translation>Was an der offenen Datei nicht stimmt</translation>
    </message>
    <message>
        <source>What is wrong with an open video or picture is listed here.</source>
        <translation>Hier steht, was an einem offenen Video oder Bild nicht stimmt.</translation>
    </message>
    <message>
        <source>Reading the rest of %1</source>
        <translation>Der Rest von %1 wird gelesen</translation>
    </message>
    <message>
        <source>Nothing wrong was found in %1 so far.</source>
        <translation>In %1 wurde bisher nichts Falsches gefunden.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MediaOpener</name>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::MessageBanner</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show what is known about the cause</source>
        <translation>Zeigt, was über die Ursache bekannt ist</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Schließt diese Meldung</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was man tun kann</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelDetails</name>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>Modell &amp;verwenden</translation>
    </message>
    <message>
        <source>Tell the story of what is open with it, and the stories after that</source>
        <translation>Die Geschichte des Geöffneten und die danach mit ihm erzählen</translation>
    </message>
    <message>
        <source>Set as &amp;default</source>
        <translation>Als &amp;Standard</translation>
    </message>
    <message>
        <source>Stories are told with it from the next start on, too</source>
        <translation>Auch nach dem nächsten Start werden Geschichten mit ihm erzählt</translation>
    </message>
    <message>
        <source>Show &amp;folder</source>
        <translation>&amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder of its files</source>
        <translation>Den Ordner seiner Dateien öffnen</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Check that its files are complete and undamaged</source>
        <translation>Prüft, ob seine Dateien vollständig und unbeschädigt sind</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>It belongs to the program</source>
        <translation>Es gehört zum Programm</translation>
    </message>
    <message>
        <source>It belongs to its run: delete the run&apos;s folder to remove it</source>
        <translation>Es gehört zu seinem Lauf: Um es zu entfernen, löschen Sie den Ordner des Laufs</translation>
    </message>
    <message>
        <source>Take it off the list; its files stay</source>
        <translation>Aus der Liste nehmen; seine Dateien bleiben</translation>
    </message>
    <message>
        <source>Delete its files, after a question</source>
        <translation>Seine Dateien nach einer Rückfrage löschen</translation>
    </message>
    <message>
        <source>This model has no card: nobody wrote down what it is for and how it was trained.</source>
        <translation>Dieses Modell hat keine Karte: Niemand hat aufgeschrieben, wofür es ist und wie es trainiert wurde.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelDownloader</name>
    <message>
        <source>Downloading %1, MB</source>
        <translation>%1 wird heruntergeladen, MB</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelImporter</name>
    <message>
        <source>Trying the model</source>
        <translation>Das Modell wird ausprobiert</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelListModel</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Can be downloaded</source>
        <translation>Zum Herunterladen</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelSession</name>
    <message>
        <source>Try again…</source>
        <translation>Noch einmal versuchen…</translation>
    </message>
    <message>
        <source>The model was downloaded.</source>
        <translation>Das Modell wurde heruntergeladen.</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Modell verwenden</translation>
    </message>
    <message>
        <source>These frames are unlike anything the %1 model was trained on; expect wrong captions.</source>
        <translation>Diese Bilder ähneln nichts, womit das Modell %1 trainiert wurde; rechnen Sie mit falschen Bildtexten.</translation>
    </message>
    <message>
        <source>Tell with %1</source>
        <translation>Mit %1 erzählen</translation>
    </message>
    <message>
        <source>Captioners for real videos…</source>
        <translation>Bildbeschreiber für echte Videos…</translation>
    </message>
    <message>
        <source>%1 knows photographs: a download of %2, then %3 on this computer.</source>
        <translation>%1 kennt Fotos: ein Download von %2, dann %3 auf diesem Computer.</translation>
    </message>
    <message>
        <source>%1 knows photographs: a download of %2; its speed on this computer is being measured.</source>
        <translation>%1 kennt Fotos: ein Download von %2; das Tempo auf diesem Computer wird gemessen.</translation>
    </message>
    <message>
        <source>%1 knows photographs: a download of %2.</source>
        <translation>%1 kennt Fotos: ein Download von %2.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelStore</name>
    <message>
        <source>%1 was removed: %2 became free.</source>
        <translation>%1 wurde entfernt: %2 wurden frei.</translation>
    </message>
    <message>
        <source>%1 was taken off the list.</source>
        <translation>%1 wurde aus der Liste genommen.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelVerifier</name>
    <message>
        <source>Verifying %1, MB</source>
        <translation>%1 wird geprüft, MB</translation>
    </message>
    <message numerus="yes">
        <source>Verified: the contents of %n file(s) are what their names say.</source>
        <translation>
            <numerusform>Geprüft: Der Inhalt von %n Datei ist, was ihr Name sagt.</numerusform>
            <numerusform>Geprüft: Die Inhalte von %n Dateien sind, was ihre Namen sagen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are damaged: remove the model and download it again.</source>
        <translation>
            <numerusform>%n Datei ist beschädigt: Entfernen Sie das Modell und laden Sie es neu herunter.</numerusform>
            <numerusform>%n Dateien sind beschädigt: Entfernen Sie das Modell und laden Sie es neu herunter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Verified: its files are complete and fit together.</source>
        <translation>Geprüft: Seine Dateien sind vollständig und passen zusammen.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>An imported model stays where it is; Storyscope remembers its place.</source>
        <translation>Ein importiertes Modell bleibt, wo es ist; Storyscope merkt sich den Ort.</translation>
    </message>
    <message>
        <source>&amp;Import a model</source>
        <translation>Modell &amp;importieren</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>From a &amp;folder…</source>
        <translation>Aus einem &amp;Ordner…</translation>
    </message>
    <message>
        <source>From its &amp;weights file…</source>
        <translation>Aus seiner &amp;Gewichtsdatei…</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht…</translation>
    </message>
    <message>
        <source>Import the model in this folder</source>
        <translation>Das Modell in diesem Ordner importieren</translation>
    </message>
    <message>
        <source>Import the model with these weights</source>
        <translation>Das Modell mit diesen Gewichten importieren</translation>
    </message>
    <message>
        <source>Take %1 off the list? Its files stay in %2.</source>
        <translation>%1 aus der Liste nehmen? Die Dateien bleiben in %2.</translation>
    </message>
    <message>
        <source>Delete %1 for every program that uses the Hugging Face cache? %2 become free.</source>
        <translation>%1 für alle Programme löschen, die den Hugging-Face-Cache benutzen? %2 werden frei.</translation>
    </message>
    <message>
        <source>Delete %1 and its folder? %2 become free; this cannot be undone.</source>
        <translation>%1 und den Ordner löschen? %2 werden frei; das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::OcclusionCheck</name>
    <message>
        <source>Agrees with occlusion: ρ = %1 over %2 parts.</source>
        <translation>Stimmt mit dem Abdecken überein: ρ = %1 über %2 Teile.</translation>
    </message>
    <message>
        <source>Hardly agrees with occlusion: ρ = %1 over %2 parts, no more than chance gives (%3). This map does not say what the word depends on.</source>
        <translation>Stimmt kaum mit dem Abdecken überein: ρ = %1 über %2 Teile, nicht mehr, als der Zufall ergibt (%3). Diese Karte sagt nicht, wovon das Wort abhängt.</translation>
    </message>
    <message>
        <source>Contradicts occlusion: ρ = %1 over %2 parts. The word depends most on what this map leaves pale.</source>
        <translation>Widerspricht dem Abdecken: ρ = %1 über %2 Teile. Das Wort hängt am meisten von dem ab, was diese Karte blass lässt.</translation>
    </message>
    <message>
        <source>Nothing to compare with occlusion: one of the two is the same everywhere.</source>
        <translation>Mit dem Abdecken ist nichts zu vergleichen: Eines von beiden ist überall gleich.</translation>
    </message>
    <message>
        <source>No single part counts: with any of them covered the word&apos;s probability stays near %1.</source>
        <translation>Kein einzelner Teil zählt: Welcher auch abgedeckt ist, die Wahrscheinlichkeit des Wortes bleibt bei etwa %1.</translation>
    </message>
    <message>
        <source>With the part covered that counts most, the word&apos;s probability falls from %1 to %2.</source>
        <translation>Ist der wichtigste Teil abgedeckt, fällt die Wahrscheinlichkeit des Wortes von %1 auf %2.</translation>
    </message>
    <message>
        <source>Check by occlusion</source>
        <translation>Durch Abdecken prüfen</translation>
    </message>
    <message>
        <source>Covering the frame part by part</source>
        <translation>Das Bild wird Teil für Teil abgedeckt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Covers the shown frame part by part and asks each time how probable the word still is. The model looks at the frame once more for each part.</source>
        <translation>Deckt das gezeigte Bild Teil für Teil ab und fragt jedes Mal, wie wahrscheinlich das Wort noch ist. Das Modell betrachtet das Bild für jeden Teil noch einmal.</translation>
    </message>
    <message>
        <source>Getting ready to check…</source>
        <translation>Die Prüfung wird vorbereitet …</translation>
    </message>
    <message>
        <source>Covering part %1 of %2, about %3 s left</source>
        <translation>Teil %1 von %2 wird abgedeckt, noch etwa %3 s</translation>
    </message>
    <message>
        <source>Covering part %1 of %2</source>
        <translation>Teil %1 von %2 wird abgedeckt</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::PictureSaver</name>
    <message>
        <source>Writing the picture</source>
        <translation>Bild wird geschrieben</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::PlayActions</name>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play from the shown frame on, or pause</source>
        <translation>Spielt vom gezeigten Bild an ab oder hält an</translation>
    </message>
    <message>
        <source>Play &amp;backwards, faster</source>
        <translation>&amp;Rückwärts abspielen, schneller</translation>
    </message>
    <message>
        <source>Play backwards, and each time twice as fast; one frame back while K is held</source>
        <translation>Spielt rückwärts ab und jedes Mal doppelt so schnell; ein Bild zurück, solange K gehalten wird</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Pause; held, J and L go by single frames</source>
        <translation>Hält an; gehalten gehen J und L um einzelne Bilder</translation>
    </message>
    <message>
        <source>Play forwards, &amp;faster</source>
        <translation>&amp;Vorwärts abspielen, schneller</translation>
    </message>
    <message>
        <source>Play forwards, and each time twice as fast; one frame forward while K is held</source>
        <translation>Spielt vorwärts ab und jedes Mal doppelt so schnell; ein Bild vor, solange K gehalten wird</translation>
    </message>
    <message>
        <source>&amp;Real time with sound</source>
        <translation>&amp;Echtzeit mit Ton</translation>
    </message>
    <message>
        <source>On: the sound is heard, and frames that come too late are left out and counted. Off: every frame is shown, without sound, more slowly if need be</source>
        <translation>An: Der Ton ist zu hören, und zu späte Bilder werden ausgelassen und gezählt. Aus: Jedes Bild wird gezeigt, ohne Ton, nötigenfalls langsamer</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>&amp;Schleife</translation>
    </message>
    <message>
        <source>Play again and again, between the marks if there are any</source>
        <translation>Spielt immer wieder, zwischen den Marken, falls es welche gibt</translation>
    </message>
    <message>
        <source>One frame &amp;back</source>
        <translation>Ein Bild &amp;zurück</translation>
    </message>
    <message>
        <source>Show the frame before</source>
        <translation>Zeigt das Bild davor</translation>
    </message>
    <message>
        <source>One frame f&amp;orward</source>
        <translation>Ein Bild &amp;vor</translation>
    </message>
    <message>
        <source>Show the frame after</source>
        <translation>Zeigt das Bild danach</translation>
    </message>
    <message>
        <source>Ten frames b&amp;ack</source>
        <translation>Zehn Bilder z&amp;urück</translation>
    </message>
    <message>
        <source>Go ten frames back</source>
        <translation>Geht zehn Bilder zurück</translation>
    </message>
    <message>
        <source>Ten frames fo&amp;rward</source>
        <translation>Zehn Bilder vo&amp;r</translation>
    </message>
    <message>
        <source>Go ten frames forward</source>
        <translation>Geht zehn Bilder vor</translation>
    </message>
    <message>
        <source>One &amp;second back</source>
        <translation>Eine &amp;Sekunde zurück</translation>
    </message>
    <message>
        <source>Go one second back; pictures, which have no time, one by one</source>
        <translation>Geht eine Sekunde zurück; Bilder ohne Zeit einzeln</translation>
    </message>
    <message>
        <source>One secon&amp;d forward</source>
        <translation>Eine Sekun&amp;de vor</translation>
    </message>
    <message>
        <source>Go one second forward; pictures, which have no time, one by one</source>
        <translation>Geht eine Sekunde vor; Bilder ohne Zeit einzeln</translation>
    </message>
    <message>
        <source>F&amp;irst frame</source>
        <translation>&amp;Erstes Bild</translation>
    </message>
    <message>
        <source>Go to the first frame</source>
        <translation>Geht zum ersten Bild</translation>
    </message>
    <message>
        <source>Las&amp;t frame</source>
        <translation>Le&amp;tztes Bild</translation>
    </message>
    <message>
        <source>Go to the last frame</source>
        <translation>Geht zum letzten Bild</translation>
    </message>
    <message>
        <source>&amp;Go to frame or time…</source>
        <translation>&amp;Gehe zu Bild oder Zeit …</translation>
    </message>
    <message>
        <source>Go to a frame by its number or its time</source>
        <translation>Geht zu einem Bild nach Nummer oder Zeit</translation>
    </message>
    <message>
        <source>&amp;Previous frame of the story</source>
        <translation>V&amp;origes Bild der Geschichte</translation>
    </message>
    <message>
        <source>Go to the frame of the story before this one</source>
        <translation>Geht zum Bild der Geschichte vor diesem</translation>
    </message>
    <message>
        <source>&amp;Next frame of the story</source>
        <translation>&amp;Nächstes Bild der Geschichte</translation>
    </message>
    <message>
        <source>Go to the frame of the story after this one</source>
        <translation>Geht zum Bild der Geschichte nach diesem</translation>
    </message>
    <message>
        <source>Mark &amp;in here</source>
        <translation>An&amp;fangsmarke hier</translation>
    </message>
    <message>
        <source>Begin the marked range at the shown frame, or take that mark away</source>
        <translation>Beginnt den markierten Bereich beim gezeigten Bild oder nimmt diese Marke weg</translation>
    </message>
    <message>
        <source>Mark &amp;out here</source>
        <translation>&amp;Endmarke hier</translation>
    </message>
    <message>
        <source>End the marked range with the shown frame, or take that mark away</source>
        <translation>Beendet den markierten Bereich mit dem gezeigten Bild oder nimmt diese Marke weg</translation>
    </message>
    <message>
        <source>Go to the i&amp;n mark</source>
        <translation>Gehe zur Anfa&amp;ngsmarke</translation>
    </message>
    <message>
        <source>Go to the first frame of the marked range</source>
        <translation>Geht zum ersten Bild des markierten Bereichs</translation>
    </message>
    <message>
        <source>Go to the out mar&amp;k</source>
        <translation>Gehe zur Endmar&amp;ke</translation>
    </message>
    <message>
        <source>Go to the last frame of the marked range</source>
        <translation>Geht zum letzten Bild des markierten Bereichs</translation>
    </message>
    <message>
        <source>&amp;Mute</source>
        <translation>S&amp;tumm</translation>
    </message>
    <message>
        <source>Turn the sound off, or on again</source>
        <translation>Schaltet den Ton aus oder wieder ein</translation>
    </message>
    <message>
        <source>Loud&amp;er</source>
        <translation>&amp;Lauter</translation>
    </message>
    <message>
        <source>Turn the sound up</source>
        <translation>Macht den Ton lauter</translation>
    </message>
    <message>
        <source>&amp;Quieter</source>
        <translation>Le&amp;iser</translation>
    </message>
    <message>
        <source>Turn the sound down</source>
        <translation>Macht den Ton leiser</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last change or jump</source>
        <translation>Nimmt die letzte Änderung oder den letzten Sprung zurück</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Do again what was taken back</source>
        <translation>Macht noch einmal, was zurückgenommen wurde</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::PlayerWidget</name>
    <message>
        <source>Frame number, counted from 0, and the number of frames</source>
        <translation>Bildnummer, ab 0 gezählt, und Anzahl der Bilder</translation>
    </message>
    <message>
        <source>Time of the frame</source>
        <translation>Zeit des Bildes</translation>
    </message>
    <message>
        <source>Frame %1 of %2</source>
        <translation>Bild %1 von %2</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Playing speed; negative: backwards</source>
        <translation>Geschwindigkeit; negativ: rückwärts</translation>
    </message>
    <message>
        <source>Frames that came too late while playing in real time, and were left out</source>
        <translation>Bilder, die beim Abspielen in Echtzeit zu spät kamen und ausgelassen wurden</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>frame number / number of frames</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1×</source>
        <comment>playing speed</comment>
        <translation>%1×</translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n ausgelassen</numerusform>
            <numerusform>%n ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is damaged here; this picture may be wrong</source>
        <translation>Die Datei ist hier beschädigt; dieses Bild ist vielleicht falsch</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::PredictionPanel</name>
    <message>
        <source>Prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>Predicted sentence</source>
        <translation>Vorhergesagter Satz</translation>
    </message>
    <message>
        <source>Story score</source>
        <translation>Wertung der Geschichte</translation>
    </message>
    <message>
        <source>When a story is told, this shows what the model expects next, beside what really follows.</source>
        <translation>Wenn eine Geschichte erzählt ist, steht hier, was das Modell als Nächstes erwartet, neben dem, was wirklich folgt.</translation>
    </message>
    <message>
        <source>The prediction follows the story…</source>
        <translation>Die Vorhersage folgt auf die Geschichte …</translation>
    </message>
    <message>
        <source>Nothing can be predicted, because no story was told.</source>
        <translation>Es lässt sich nichts vorhersagen, weil keine Geschichte erzählt wurde.</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Vorhergesagt</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Wahr</translation>
    </message>
    <message>
        <source>The story ends here.</source>
        <translation>Hier endet die Geschichte.</translation>
    </message>
    <message>
        <source>True: frame %1</source>
        <translation>Wahr: Bild %1</translation>
    </message>
    <message>
        <source>The model&apos;s own caption of frame %1</source>
        <translation>Die eigene Unterschrift des Modells zu Bild %1</translation>
    </message>
    <message>
        <source>Story score: %1</source>
        <translation>Wertung der Geschichte: %1</translation>
    </message>
    <message>
        <source>How well the frames follow from each other, as the model sees it: 1 is a story in order, 0 is frames that do not belong together.</source>
        <translation>Wie gut die Bilder nach Ansicht des Modells aufeinander folgen: 1 ist eine Geschichte in der richtigen Reihenfolge, 0 sind Bilder, die nicht zusammengehören.</translation>
    </message>
    <message>
        <source>Tag “%1”: probability %2</source>
        <translation>Schlagwort „%1“: Wahrscheinlichkeit %2</translation>
    </message>
    <message>
        <source>Tags of frame %1</source>
        <translation>Schlagwörter von Bild %1</translation>
    </message>
    <message>
        <source>Before the first frame</source>
        <translation>Vor dem ersten Bild</translation>
    </message>
    <message>
        <source>After frame %1</source>
        <translation>Nach Bild %1</translation>
    </message>
    <message>
        <source>After frames %1–%2</source>
        <translation>Nach den Bildern %1–%2</translation>
    </message>
    <message>
        <source>Nearest real picture: frame %1</source>
        <translation>Ähnlichstes wirkliches Bild: Bild %1</translation>
    </message>
    <message>
        <source>This model predicts no picture.</source>
        <translation>Dieses Modell sagt kein Bild voraus.</translation>
    </message>
    <message>
        <source>This model predicts no sentence.</source>
        <translation>Dieses Modell sagt keinen Satz voraus.</translation>
    </message>
    <message>
        <source>%1 tells what it sees; it does not predict what comes next.</source>
        <translation>%1 erzählt, was es sieht; was als Nächstes kommt, sagt es nicht voraus.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::RecentFiles</name>
    <message>
        <source>%1 pictures in %2</source>
        <translation>%1 Bilder in %2</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::RecentList</name>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt geöffnete Dateien</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ReferenceView</name>
    <message>
        <source>The data set says of the whole story</source>
        <translation>Der Datensatz sagt zur ganzen Geschichte</translation>
    </message>
    <message>
        <source>The data set says of frame %1: %2</source>
        <translation>Der Datensatz sagt zu Bild %1: %2</translation>
    </message>
    <message>
        <source>The data set has no captions for this story.</source>
        <translation>Der Datensatz hat keine Bildtexte zu dieser Geschichte.</translation>
    </message>
    <message>
        <source>The model&apos;s story has no sentence for this frame</source>
        <translation>Die Geschichte des Modells hat zu diesem Bild keinen Satz</translation>
    </message>
    <message>
        <source>What a data set says of a story appears here. Open one from the library.</source>
        <translation>Hier erscheint, was ein Datensatz zu einer Geschichte sagt. Öffnen Sie eine aus der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::RunHeader</name>
    <message>
        <source>State of the run</source>
        <translation>Zustand des Laufs</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Ends the run and keeps what was learned</source>
        <translation>Beendet den Lauf und behält das Gelernte</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Tells stories with the best model of this run</source>
        <translation>Erzählt Geschichten mit dem besten Modell dieses Laufs</translation>
    </message>
    <message>
        <source>Best validation loss %1 in epoch %2.</source>
        <translation>Bester Validierungsverlust %1 in Epoche %2.</translation>
    </message>
    <message>
        <source>No epoch was finished.</source>
        <translation>Keine Epoche wurde abgeschlossen.</translation>
    </message>
    <message>
        <source>Done in %1. %2</source>
        <translation>Fertig in %1. %2</translation>
    </message>
    <message>
        <source>Stopped before anything was learned.</source>
        <translation>Angehalten, bevor etwas gelernt wurde.</translation>
    </message>
    <message>
        <source>Stopped after %1; what was learned is kept. %2</source>
        <translation>Angehalten nach %1; das Gelernte bleibt erhalten. %2</translation>
    </message>
    <message>
        <source>The run failed. %1</source>
        <translation>Der Lauf ist fehlgeschlagen. %1</translation>
    </message>
    <message>
        <source>Ended early. %1</source>
        <translation>Vorzeitig beendet. %1</translation>
    </message>
    <message>
        <source>Stopping after this batch…</source>
        <translation>Hält nach diesem Stapel an …</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Vorbereitung …</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1 …</translation>
    </message>
    <message>
        <source>Epoch %1, step %2 of %3</source>
        <translation>Epoche %1, Schritt %2 von %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1. About %2 left.</source>
        <translation>%1. Noch etwa %2.</translation>
    </message>
    <message>
        <source>Remarks on the run</source>
        <translation>Bemerkungen zum Lauf</translation>
    </message>
    <message>
        <source>%1 % of the time was spent waiting for pictures; more loader_threads may help.</source>
        <translation>%1 % der Zeit wurde auf Bilder gewartet; mehr loader_threads können helfen.</translation>
    </message>
    <message>
        <source>The last stage was not reached, so that no epoch is the best.</source>
        <translation>Die letzte Stufe wurde nicht erreicht, daher ist keine Epoche die beste.</translation>
    </message>
    <message>
        <source>Done in %1: the validation loss no longer fell after epoch %2 of %3. %4</source>
        <translation>Fertig in %1: Der Validierungsverlust fiel nach Epoche %2 von %3 nicht mehr. %4</translation>
    </message>
    <message>
        <source>Stage %1 of %2. </source>
        <translation>Stufe %1 von %2. </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::RunsModel</name>
    <message>
        <source>Lowest total loss on the validation stories</source>
        <translation>Kleinster Gesamtverlust auf den Validierungsgeschichten</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Best loss</source>
        <translation>Bester Verlust</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::RunsPanel</name>
    <message>
        <source>No model was trained yet. A run shows its losses and its stories here while it learns.</source>
        <translation>Noch wurde kein Modell trainiert. Ein Lauf zeigt hier seine Verluste und seine Geschichten, während er lernt.</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Trainieren …</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Best loss</source>
        <translation>Bester Verlust</translation>
    </message>
    <message>
        <source>What to show of the run</source>
        <translation>Was vom Lauf gezeigt wird</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::SamplesView</name>
    <message>
        <source>Sample story</source>
        <translation>Beispielgeschichte</translation>
    </message>
    <message>
        <source>S&amp;tory:</source>
        <translation>&amp;Geschichte:</translation>
    </message>
    <message>
        <source>Sample story to show</source>
        <translation>Welche Beispielgeschichte</translation>
    </message>
    <message>
        <source>&amp;Epoch:</source>
        <translation>&amp;Epoche:</translation>
    </message>
    <message>
        <source>Epoch the story was told after</source>
        <translation>Epoche, nach der die Geschichte erzählt wurde</translation>
    </message>
    <message>
        <source>After each epoch the model tells a few validation stories. They appear here, beside what the data says.</source>
        <translation>Nach jeder Epoche erzählt das Modell einige Validierungsgeschichten. Sie erscheinen hier neben dem, was die Daten sagen.</translation>
    </message>
    <message>
        <source>Sample stories of this run are not kept. They are shown for runs of this session.</source>
        <translation>Die Beispielgeschichten dieses Laufs sind nicht erhalten. Gezeigt werden die der Läufe dieser Sitzung.</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>Daten: %1</translation>
    </message>
    <message>
        <source>Last frame, predicted</source>
        <translation>Letztes Bild, vorhergesagt</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Erscheinungsbild:</translation>
    </message>
    <message>
        <source>Default &amp;model:</source>
        <translation>&amp;Standardmodell:</translation>
    </message>
    <message>
        <source>Tells the stories of files that are opened from now on.</source>
        <translation>Erzählt die Geschichten von Dateien, die ab jetzt geöffnet werden.</translation>
    </message>
    <message>
        <source>&amp;Frames of a story:</source>
        <translation>&amp;Bilder je Geschichte:</translation>
    </message>
    <message>
        <source>Chosen evenly over a video; each gets a caption.</source>
        <translation>Gleichmäßig aus dem Video gewählt; jedes bekommt eine Unterschrift.</translation>
    </message>
    <message>
        <source>Compute &amp;threads:</source>
        <translation>&amp;Rechen-Threads:</translation>
    </message>
    <message>
        <source>For telling and training. More than there are cores makes both slower. Takes effect at the next start.</source>
        <translation>Zum Erzählen und Trainieren. Mehr als Kerne da sind, macht beides langsamer. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>F&amp;rame memory:</source>
        <translation>Bilds&amp;peicher:</translation>
    </message>
    <message>
        <source>Decoded frames kept for stepping back and forth.</source>
        <translation>Dekodierte Bilder, behalten für das Gehen vor und zurück.</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>StoryWorld (comes with the program)</source>
        <translation>StoryWorld (mitgeliefert)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Graphics card:</source>
        <translation>Grafikkarte:</translation>
    </message>
    <message>
        <source>Only where it gives the same picture as the processor. Takes effect for videos opened from now on.</source>
        <translation>Nur wo sie dasselbe Bild gibt wie der Prozessor. Gilt für Videos, die von jetzt an geöffnet werden.</translation>
    </message>
    <message>
        <source>&amp;Decode videos on it</source>
        <translation>Videos auf ihr &amp;dekodieren</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StartPage</name>
    <message>
        <source>Tell the sample&apos;s story</source>
        <translation>Beispiel erzählen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt geöffnete Dateien</translation>
    </message>
    <message>
        <source>See the story of a video, and what every word looked at</source>
        <translation>Sehen Sie die Geschichte eines Videos und worauf jedes Wort geblickt hat</translation>
    </message>
    <message>
        <source>Drop a video, a GIF, pictures, a folder of pictures or a data set here</source>
        <translation>Ein Video, ein GIF, Bilder, einen Ordner mit Bildern oder einen Datensatz hierher ziehen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StatePages</name>
    <message>
        <source>Working</source>
        <translation>In Arbeit</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryCardDelegate</name>
    <message>
        <source>Story %1</source>
        <translation>Geschichte %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryChoices</name>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>Choose the model that tells the story</source>
        <translation>Wählt das Modell, das die Geschichte erzählt</translation>
    </message>
    <message>
        <source>&amp;Number of frames</source>
        <translation>&amp;Anzahl der Bilder</translation>
    </message>
    <message>
        <source>Choose how many frames the story has</source>
        <translation>Wählt, wie viele Bilder die Geschichte hat</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tell the story with %n frame(s)</source>
        <translation>
            <numerusform>Erzählt die Geschichte mit %n Bild</numerusform>
            <numerusform>Erzählt die Geschichte mit %n Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Choose frames</source>
        <translation>&amp;Bilder wählen</translation>
    </message>
    <message>
        <source>Choose how the story&apos;s frames are picked from a video</source>
        <translation>Wählt, wie die Bilder der Geschichte aus einem Video genommen werden</translation>
    </message>
    <message>
        <source>&amp;Evenly</source>
        <translation>&amp;Gleichmäßig</translation>
    </message>
    <message>
        <source>Take the middles of equal parts of the video</source>
        <translation>Nimmt die Mitten gleicher Teile des Videos</translation>
    </message>
    <message>
        <source>By &amp;scene</source>
        <translation>Nach &amp;Szenen</translation>
    </message>
    <message>
        <source>Look for cuts first, which reads the whole video, and take a frame of each scene</source>
        <translation>Sucht erst nach Schnitten, wozu das ganze Video gelesen wird, und nimmt ein Bild aus jeder Szene</translation>
    </message>
    <message>
        <source>&amp;Decoding</source>
        <translation>&amp;Dekodierung</translation>
    </message>
    <message>
        <source>Choose how words are picked from the model&apos;s probabilities</source>
        <translation>Wählt, wie Wörter aus den Wahrscheinlichkeiten des Modells genommen werden</translation>
    </message>
    <message>
        <source>&amp;Greedy</source>
        <translation>&amp;Gierig</translation>
    </message>
    <message>
        <source>Always take the most probable word</source>
        <translation>Nimmt immer das wahrscheinlichste Wort</translation>
    </message>
    <message>
        <source>&amp;Beam search</source>
        <translation>&amp;Strahlsuche</translation>
    </message>
    <message>
        <source>Follow several sentences and keep the most probable one</source>
        <translation>Verfolgt mehrere Sätze und behält den wahrscheinlichsten</translation>
    </message>
    <message>
        <source>&amp;Sampling</source>
        <translation>S&amp;tichprobe</translation>
    </message>
    <message>
        <source>Draw words by their probability, with a fixed seed</source>
        <translation>Zieht Wörter nach ihrer Wahrscheinlichkeit, mit festem Startwert</translation>
    </message>
    <message>
        <source>Tell stories with %1 (%2 parameters)</source>
        <translation>Erzählt Geschichten mit %1 (%2 Parameter)</translation>
    </message>
    <message>
        <source>Tell stories with the model in %1</source>
        <translation>Erzählt Geschichten mit dem Modell in %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>&amp;Uniform steps</source>
        <translation>&amp;Gleiche Schritte</translation>
    </message>
    <message>
        <source>Take the first frame and then one after every step, as published video captioners do</source>
        <translation>Nimmt das erste Bild und dann eines nach jedem Schritt, wie veröffentlichte Videobeschreiber</translation>
    </message>
    <message>
        <source>By &amp;hand</source>
        <translation>Von &amp;Hand</translation>
    </message>
    <message>
        <source>Take the frames that are marked on the timeline</source>
        <translation>Nimmt die Bilder, die auf der Zeitleiste markiert sind</translation>
    </message>
    <message>
        <source>Tell stories with %1</source>
        <translation>Geschichten mit %1 erzählen</translation>
    </message>
    <message>
        <source>&amp;No repeated captions</source>
        <translation>&amp;Keine wiederholten Bildtexte</translation>
    </message>
    <message>
        <source>Keep a caption from repeating %1 words in a row of an earlier one</source>
        <translation>Verhindert, dass ein Bildtext %1 Wörter in Folge aus einem früheren wiederholt</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryDocument</name>
    <message>
        <source>Jump to frame %1</source>
        <translation>Sprung zu Bild %1</translation>
    </message>
    <message>
        <source>Move story frame</source>
        <translation>Bild der Geschichte verschieben</translation>
    </message>
    <message>
        <source>Add story frame</source>
        <translation>Bild in die Geschichte aufnehmen</translation>
    </message>
    <message>
        <source>Remove story frame</source>
        <translation>Bild aus der Geschichte entfernen</translation>
    </message>
    <message>
        <source>Set in mark</source>
        <translation>Anfangsmarke setzen</translation>
    </message>
    <message>
        <source>Clear in mark</source>
        <translation>Anfangsmarke löschen</translation>
    </message>
    <message>
        <source>Set out mark</source>
        <translation>Endmarke setzen</translation>
    </message>
    <message>
        <source>Clear out mark</source>
        <translation>Endmarke löschen</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryJob</name>
    <message>
        <source>Telling the story</source>
        <translation>Geschichte wird erzählt</translation>
    </message>
    <message>
        <source>Choosing frames</source>
        <translation>Bilder werden gewählt</translation>
    </message>
    <message>
        <source>Reading frames</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Looking at the frames</source>
        <translation>Bilder werden betrachtet</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryListModel</name>
    <message>
        <source>Story %1</source>
        <translation>Geschichte %1</translation>
    </message>
    <message numerus="yes">
        <source>Story %1, %n picture(s): %2</source>
        <translation>
            <numerusform>Geschichte %1, %n Bild: %2</numerusform>
            <numerusform>Geschichte %1, %n Bilder: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryListView</name>
    <message>
        <source>Stories of the data set</source>
        <translation>Geschichten des Datensatzes</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryNotice</name>
    <message>
        <source>You have changed the story&apos;s frames.</source>
        <translation>Sie haben die Bilder der Geschichte geändert.</translation>
    </message>
    <message>
        <source>Tell story</source>
        <translation>Geschichte erzählen</translation>
    </message>
    <message>
        <source>Tell the story from the frames that are marked now</source>
        <translation>Erzählt die Geschichte aus den jetzt markierten Bildern</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StoryPanel</name>
    <message>
        <source>greedy</source>
        <translation>gierig</translation>
    </message>
    <message>
        <source>beam search</source>
        <translation>Strahlsuche</translation>
    </message>
    <message>
        <source>sampling, seed %1</source>
        <translation>Stichprobe, Startwert %1</translation>
    </message>
    <message>
        <source>The story appears here, one sentence per frame. Open a video or pictures to have it told.</source>
        <translation>Hier erscheint die Geschichte, ein Satz je Bild. Öffnen Sie ein Video oder Bilder, um sie erzählen zu lassen.</translation>
    </message>
    <message>
        <source>The model is about to look at the frames…</source>
        <translation>Das Modell sieht sich gleich die Bilder an …</translation>
    </message>
    <message>
        <source>Told by %1, %2.</source>
        <translation>Erzählt von %1, %2.</translation>
    </message>
    <message>
        <source>Being told…</source>
        <translation>Wird erzählt …</translation>
    </message>
    <message>
        <source>Sentence %1</source>
        <translation>Satz %1</translation>
    </message>
    <message>
        <source>%1

Choose another model in the menu Story, or try again with F5.</source>
        <translation>%1

Wählen Sie im Menü „Geschichte“ ein anderes Modell oder versuchen Sie es mit F5 noch einmal.</translation>
    </message>
    <message>
        <source>All frames together</source>
        <translation>Alle Bilder zusammen</translation>
    </message>
    <message>
        <source>Sentence of all frames</source>
        <translation>Satz zu allen Bildern</translation>
    </message>
    <message>
        <source>Told by the sentence of all frames.</source>
        <translation>Erzählt durch den Satz zu allen Bildern.</translation>
    </message>
    <message>
        <source>Untold: this model tells a frame by what it expects after those before.</source>
        <translation>Nicht erzählt: Dieses Modell erzählt ein Bild durch das, was es nach den vorigen erwartet.</translation>
    </message>
    <message>
        <source>%1 says what an earlier frame says.</source>
        <translation>%1 sagt dasselbe wie ein früheres Bild.</translation>
    </message>
    <message>
        <source>Says what an earlier frame says</source>
        <translation>Sagt dasselbe wie ein früheres Bild</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StorySearch</name>
    <message>
        <source>Searching</source>
        <translation>Suche</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::StorySession</name>
    <message>
        <source>No story could be told: %1</source>
        <translation>Es konnte keine Geschichte erzählt werden: %1</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelineActions</name>
    <message>
        <source>&amp;Add frame to story</source>
        <translation>Bild in die Geschichte &amp;aufnehmen</translation>
    </message>
    <message>
        <source>Make the shown frame a frame of the story</source>
        <translation>Macht das gezeigte Bild zu einem Bild der Geschichte</translation>
    </message>
    <message>
        <source>&amp;Remove frame from story</source>
        <translation>Bild aus der Geschichte &amp;entfernen</translation>
    </message>
    <message>
        <source>Take the shown frame out of the story</source>
        <translation>Nimmt das gezeigte Bild aus der Geschichte</translation>
    </message>
    <message>
        <source>Move story frame &amp;back</source>
        <translation>Bild der Geschichte &amp;zurückschieben</translation>
    </message>
    <message>
        <source>Take the frame before instead of the shown one into the story</source>
        <translation>Nimmt statt des gezeigten das Bild davor in die Geschichte</translation>
    </message>
    <message>
        <source>Move story frame &amp;forward</source>
        <translation>Bild der Geschichte &amp;vorschieben</translation>
    </message>
    <message>
        <source>Take the frame after instead of the shown one into the story</source>
        <translation>Nimmt statt des gezeigten das Bild danach in die Geschichte</translation>
    </message>
    <message>
        <source>Zoom timeline &amp;in</source>
        <translation>Zeitleiste ver&amp;größern</translation>
    </message>
    <message>
        <source>Show fewer frames on the timeline, larger</source>
        <translation>Zeigt weniger Bilder auf der Zeitleiste, größer</translation>
    </message>
    <message>
        <source>Zoom timeline &amp;out</source>
        <translation>Zeitleiste ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Show more frames on the timeline</source>
        <translation>Zeigt mehr Bilder auf der Zeitleiste</translation>
    </message>
    <message>
        <source>Show &amp;whole timeline</source>
        <translation>&amp;Ganze Zeitleiste</translation>
    </message>
    <message>
        <source>Show all frames on the timeline</source>
        <translation>Zeigt alle Bilder auf der Zeitleiste</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelineController</name>
    <message>
        <source>Attention</source>
        <translation>Aufmerksamkeit</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelinePictures</name>
    <message>
        <source>Frame %1</source>
        <translation>Bild %1</translation>
    </message>
    <message numerus="yes">
        <source>The file is damaged here: %n frame(s) lost</source>
        <translation>
            <numerusform>Die Datei ist hier beschädigt: %n Bild verloren</numerusform>
            <numerusform>Die Datei ist hier beschädigt: %n Bilder verloren</numerusform>
        </translation>
    </message>
    <message>
        <source>This frame cannot be decoded</source>
        <translation>Dieses Bild lässt sich nicht dekodieren</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelineView</name>
    <message>
        <source>Frame %1 of the story: frame %2 of the video</source>
        <translation>Bild %1 der Geschichte: Bild %2 des Videos</translation>
    </message>
    <message>
        <source>Frame %1 of the next story: frame %2 of the video</source>
        <translation>Bild %1 der nächsten Geschichte: Bild %2 des Videos</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>The shown frame. Insert makes it a frame of the story, Delete takes it out again.</source>
        <translation>Das gezeigte Bild. Einfg nimmt es in die Geschichte auf, Entf nimmt es wieder heraus.</translation>
    </message>
    <message>
        <source>%1 of frame %2: %3</source>
        <translation>%1 von Bild %2: %3</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TimelineWidget</name>
    <message>
        <source>Scroll the timeline</source>
        <translation>Zeitleiste rollen</translation>
    </message>
    <message>
        <source>Zoom the timeline in (+)</source>
        <translation>Zeitleiste vergrößern (+)</translation>
    </message>
    <message>
        <source>Zoom the timeline out (−)</source>
        <translation>Zeitleiste verkleinern (−)</translation>
    </message>
    <message>
        <source>Show the whole video on the timeline (0)</source>
        <translation>Ganzes Video auf der Zeitleiste zeigen (0)</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TrainBasicsPage</name>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>How often every training story is seen</source>
        <translation>Wie oft jede Trainingsgeschichte gesehen wird</translation>
    </message>
    <message>
        <source>Stories a step</source>
        <translation>Geschichten je Schritt</translation>
    </message>
    <message>
        <source>More need more memory and give smoother steps</source>
        <translation>Mehr brauchen mehr Speicher und geben ruhigere Schritte</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>How far one step changes the weights</source>
        <translation>Wie weit ein Schritt die Gewichte ändert</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed on the same machine gives the same run</source>
        <translation>Derselbe Startwert auf demselben Rechner gibt denselben Lauf</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>&amp;Preset:</source>
        <translation>&amp;Vorlage:</translation>
    </message>
    <message>
        <source>&amp;Data:</source>
        <translation>&amp;Daten:</translation>
    </message>
    <message>
        <source>&amp;Epochs:</source>
        <translation>&amp;Epochen:</translation>
    </message>
    <message>
        <source>&amp;Batch:</source>
        <translation>&amp;Stapel:</translation>
    </message>
    <message>
        <source>&amp;Learning rate:</source>
        <translation>&amp;Lernrate:</translation>
    </message>
    <message>
        <source>&amp;Seed:</source>
        <translation>S&amp;tartwert:</translation>
    </message>
    <message>
        <source>De&amp;vice:</source>
        <translation>&amp;Gerät:</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Kind of data</source>
        <translation>Art der Daten</translation>
    </message>
    <message>
        <source>StoryWorld</source>
        <translation>StoryWorld</translation>
    </message>
    <message>
        <source>StoryWorld is drawn by the program: any number of stories, with everything known about them</source>
        <translation>StoryWorld zeichnet das Programm: beliebig viele Geschichten, über die alles bekannt ist</translation>
    </message>
    <message>
        <source>Number of StoryWorld stories</source>
        <translation>Anzahl der StoryWorld-Geschichten</translation>
    </message>
    <message>
        <source> stories</source>
        <translation> Geschichten</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Choose a folder with stories</source>
        <translation>Ordner mit Geschichten wählen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>What the preset is</source>
        <translation>Was die Vorlage ist</translation>
    </message>
    <message>
        <source>Folder or file</source>
        <translation>Ordner oder Datei</translation>
    </message>
    <message>
        <source>Folder or file with the stories</source>
        <translation>Ordner oder Datei mit den Geschichten</translation>
    </message>
    <message>
        <source>Folder or file with stories</source>
        <translation>Ordner oder Datei mit Geschichten</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TrainDialog</name>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Basics</source>
        <translation>Grundlagen</translation>
    </message>
    <message>
        <source>Expert</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>What keeps the run from starting</source>
        <translation>Was den Start des Laufs verhindert</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Looking at the data…</source>
        <translation>Daten werden angesehen …</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A run is going on. The next one can start when it has ended.</source>
        <translation>Ein Lauf ist im Gange. Der nächste kann beginnen, wenn er zu Ende ist.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::TrainExpertPage</name>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>First StoryWorld story</source>
        <translation>Erste StoryWorld-Geschichte</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Most training stories to use</source>
        <translation>Höchstens so viele Trainingsgeschichten</translation>
    </message>
    <message>
        <source>Other values of the preset, one key=value per line</source>
        <translation>Andere Werte der Vorlage, je Zeile Schlüssel=Wert</translation>
    </message>
    <message>
        <source>&amp;Run name:</source>
        <translation>&amp;Name des Laufs:</translation>
    </message>
    <message>
        <source>&amp;First story:</source>
        <translation>&amp;Erste Geschichte:</translation>
    </message>
    <message>
        <source>&amp;Use at most:</source>
        <translation>&amp;Höchstens:</translation>
    </message>
    <message>
        <source>&amp;Other values:</source>
        <translation>&amp;Andere Werte:</translation>
    </message>
    <message>
        <source>One key=value per line. The keys are those of the preset&apos;s file: what a description gives as --set key=value goes here.</source>
        <translation>Eine Zeile je Schlüssel=Wert. Die Schlüssel sind die der Vorlagendatei: Was eine Beschreibung als --set Schlüssel=Wert angibt, gehört hierher.</translation>
    </message>
</context>
<context>
    <name>storyscope::ui::VolumeSlider</name>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Volume: %1 %</source>
        <translation>Lautstärke: %1 %</translation>
    </message>
</context>
</TS>
