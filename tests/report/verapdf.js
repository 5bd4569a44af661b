// Checks PDF files with the veraPDF engine, by the shell of the Rhino that comes with it:
//     java -cp JAR org.mozilla.javascript.tools.shell.Main verapdf.js FILE...
// For each file and profile it prints the number of checks made, and each that failed.
// The engine's own reader of profiles needs JAXB, which Java has no longer: they are read here.
var engine = Packages.org.verapdf, flavours = engine.pdfa.flavours.PDFAFlavour;
var Profiles = engine.pdfa.validation.profiles.Profiles;
var PROFILES = {"3a": "PDFA-3A", "ua1": "PDFUA-1"};

function elements(parent, name) {
    var found = parent.getElementsByTagName(name), all = [];
    for (var i = 0; i < found.getLength(); i++) all.push(found.item(i));
    return all;
}

function words(parent, name) {
    return elements(parent, name)[0].getTextContent();
}

function rule(told) {
    var id = elements(told, "id")[0], nothing = new java.util.ArrayList();
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            flavours.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Number(id.getAttribute("testNumber"))),
        told.getAttribute("object"), told.getAttribute("deferred") == "true",
        told.getAttribute("tags"), words(told, "description"), words(told, "test"),
        Profiles.errorFromValues(words(told, "message"), nothing), nothing);
}

function variable(told) {
    return Profiles.variableFromValues(
        told.getAttribute("name"), told.getAttribute("object"),
        words(told, "defaultValue"), words(told, "value"));
}

function set(made) {
    return new java.util.HashSet(java.util.Arrays.asList(made));
}

function profile(flavour) {
    var read = java.lang.ClassLoader.getSystemResourceAsStream(
        "org/verapdf/pdfa/validation/" + PROFILES[flavour] + ".xml");
    var told = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(read);
    return Profiles.profileFromValues(
        flavours.byFlavourId(flavour), Profiles.profileDetailsFromValues("", "", "", new java.util.Date()), "",
        set(elements(told, "rule").map(rule)), set(elements(told, "variable").map(variable)));
}

function check(file, flavour) {
    var parser = engine.pdfa.Foundries.defaultInstance().createParser(
        new java.io.File(file), flavours.byFlavourId(flavour));
    var result = engine.pdfa.Foundries.defaultInstance().createValidator(profile(flavour), false).validate(parser);
    print([file, flavour, result.isCompliant() ? "passed" : "failed", result.getTotalAssertions()].join("\t"));
    var failed = result.getTestAssertions().iterator();
    while (failed.hasNext()) {
        var one = failed.next();
        print(["", one.getRuleId().getClause(), one.getRuleId().getTestNumber(), one.getMessage(),
               one.getLocation().getContext()].join("\t"));
    }
    parser.close();
}

engine.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
for (var i = 0; i < arguments.length; i++) {
    for (var flavour in PROFILES) check(arguments[i], flavour);
}
