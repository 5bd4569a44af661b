; The installer for Windows, by Inno Setup 6. packaging/build.py calls it on Windows.
;
; NEVER BUILT AND NEVER RUN SO FAR: written on Linux. See packaging/README.md.
;
;   iscc /DFolder=... /DIcons=... /DInto=... /DVersion=... clinic-desktop.iss

#ifndef Version
  #error Give /DVersion, /DFolder, /DIcons and /DInto, as packaging/build.py does.
#endif

[Setup]
; Never to be changed: by it Windows knows that a newer version replaces an older one.
AppId={{7B1D0E52-6B0C-4E0B-9E3B-3C3B1A6F7A41}
AppName=Clinic Desktop
AppVersion={#Version}
AppPublisher=Clinic Desktop contributors
VersionInfoVersion={#Version}
; For this user alone: no administrator is asked for, and nothing is written outside their folders.
PrivilegesRequired=lowest
DefaultDirName={autopf}\Clinic Desktop
DefaultGroupName=Clinic Desktop
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; What Qt 6.11 asks for.
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile={#Icons}\clinic-desktop.ico
UninstallDisplayIcon={app}\Clinic Desktop.exe
UninstallDisplayName=Clinic Desktop
OutputDir={#Into}
OutputBaseFilename=clinic-desktop-{#Version}-setup
Compression=lzma2
SolidCompression=yes
; A running program keeps its files: the person is asked to close it, and no answer is lost.
CloseApplications=yes
RestartApplications=no

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; Files of an older version that the new one no longer has would still be loaded.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Clinic Desktop"; Filename: "{app}\Clinic Desktop.exe"
Name: "{autodesktop}\Clinic Desktop"; Filename: "{app}\Clinic Desktop.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "Put an icon on the desktop"; Flags: unchecked

[Run]
Filename: "{app}\Clinic Desktop.exe"; Description: "Open Clinic Desktop"; Flags: nowait postinstall skipifsilent

[Code]
// The record is the clinic's, not the program's: the uninstaller never touches it, and says so.
procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if (Step = usPostUninstall) and not UninstallSilent then
    MsgBox('Clinic Desktop is removed.' + #13#10 + #13#10 +
      'Your record and its backups are left where they are, in' + #13#10 +
      ExpandConstant('{localappdata}\clinic-desktop') + #13#10 +
      'or in the folder you chose. Who keeps patients'' records must keep them for the time ' +
      'the law asks for.', mbInformation, MB_OK);
end;
