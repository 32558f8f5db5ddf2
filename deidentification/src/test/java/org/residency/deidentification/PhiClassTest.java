package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentences with and without identifiers, by class. {@code {x}} marks what must go; everything else must stay. */
class PhiClassTest {
    private static final Pattern MARK = Pattern.compile("\\{([^}]*)\\}");

    private final Deidentifier deidentifier = new Deidentifier(
            DeidentificationKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8)), ReplacementMode.MASK);

    static final List<String> NAMES = List.of(
            "Mr. {Zyxwell} was seen.",
            "mr. {zyxwell} was seen.",
            "Dr {Parkinson} noted Parkinson disease.",
            "Patient: {Quentavia Brzezinski}, doing well.",
            "PATIENT NAME: {BRZEZINSKI, QUENTAVIA}",
            "Patient {Ottoline Vexley} came in with cough.",
            "Dictated by {Orlaithe Quist}, MD.",
            "His wife {Xanthia} drives him.",
            "Her daughter, {Perpetua}, called.",
            "Attending: {Kowalczyk}",
            "{Thessaly Monk} is a 45-year-old woman with fever.",
            "{Jovanka Tress} | MRN: {4821903} | stable",
            "I spoke with {Rupert Achterberg} today. {Achterberg} agreed.",
            "{John Vanterpool} denies pain.",
            "{Sandy Brown} | MRN: {8627961} | stable",
            "{Allen Will}, {5550 Taneka Loaf, New Sherlyn}.",
            "{Josephine} denies pain.",
            "Name: {Pa McDermott}. Phone: {(744) 555-4974}.",
            "Drs. {Ames} and {Boll} agree.",
            "Ms. {O'Conner-Lindqvist} has asthma; {O'Conner-Lindqvist} smokes.",
            "She goes by {Tilly}.",
            "Seen by {Maria de la Cruz}, RN.",
            "Dictated by {Ward}, MD, on {2024-07-21}.",
            "Name: {January Miller}. Phone: {(325) 555-7495}.",
            "Patient {Neoma Kreiger}, MRN {8175212}.",
            "Patient: {Jordan Altenwerth}. Name: {Ahmad Block}.",
            "Seen by Dr. {Trantow}.",
            "Name: {Ed Hauck}. Letter to {454 Oberbrunner Land, North Ed}.",
            "Mr. {Beer} drank beer.",
            "Mr. {Brown} has brown sputum.",
            "{Smith}, RN, changed the dressing.",
            "Sincerely,\n{Bartholomew Quince}",
            "{Emerson Vale}, {12 Alder Street, Quarryton}. Tel. {(212) 555-0147}.");

    static final List<String> PLACES = List.of(
            "He lives at {7021 Hermann Passage, New Jerome}.",
            "Address: {12 N. Main St., Apt 4B, Springfield}, IL {62704}.",
            "She lives in {Poughkeepsie} with her cat.",
            "From {Worcester}, MA {01605}.",
            "Send to {P.O. Box 1187}.",
            "Zip code {90210}.",
            "Transferred from {Tannersville Memorial Hospital}.",
            "Resident of {Dutchess County}.",
            "Letter to {4410 Lake View Drive, Port Annabel}.");

    static final List<String> DATES = List.of(
            "Seen on {03/14/2024}.",
            "Seen on {2024-03-14}.",
            "Seen on {March 14, 2024}.",
            "Seen {14 March 2024}, again {3rd of June}.",
            "In {March 2024} he fell.",
            "Since {March} he has coughed.",
            "Admitted {3/14}, pain 7/10, strength 5/5.",
            "Follow-up on {3/14}.",
            "DOB: {1/2/56}.",
            "Reported on the {14th}.",
            "He fell on {Christmas Eve}.",
            "On {March fourteenth} it began.",
            "A {94}-year-old man.",
            "Aged {101}.",
            "She is in her {nineties}.",
            "A {ninety-two}-year-old woman.",
            "Taken {Jan 5th}.");

    static final List<String> NUMBERS = List.of(
            "Phone {(212) 555-0147}.",
            "Call {212-555-0147 ext. 12}.",
            "Tel. {555-0147}.",
            "Cell: {+44 20 7946 0018}.",
            "Pager {4471}.",
            "Fax: {212.555.0199}.",
            "Mail {jane.q@clinic.example.org}.",
            "Mail {jane (at) mail dot org}.",
            "SSN {078-05-1120}.",
            "Social security number {078 05 1120}.",
            "MRN {4821903}.",
            "MRN: {A-77120}.",
            "Medical record number is {004418}.",
            "Medicare {1EG4-TE5-MK73}.",
            "Member ID: {XWH883201}.",
            "Policy number {88-1204}.",
            "Account number {55120}.",
            "Acct #{99-120}.",
            "Card {4111 1111 1111 1111}.",
            "Driver's license {D1234567}.",
            "NPI {1881761234}.",
            "DEA {BS1234563}.",
            "License no. {RN-55121}.",
            "Plate {7ABC123}.",
            "VIN {1HGCM82633A004352}.",
            "Drives a car with plates {KLM-4471}.",
            "Pacemaker serial number {PJN-4471204}.",
            "Device S/N {88ZK-12}.",
            "See {https://portal.example.org/p/77?x=1}.",
            "See {www.example.org/me}.",
            "Logged in from {203.0.113.77}.",
            "From {2001:db8::8a2e:370:7334}.",
            "Fingerprint ID: {FP-99120}.",
            "Retinal scan template {RS4471}.",
            "Photo {IMG_2044.jpg} attached.",
            "A {full-face photograph} was taken.",
            "Accession number {S24-11802}.",
            "Study ID {ONC-00417}.",
            "Specimen # {B7741}.",
            "Code {QX771204} on the band.",
            "Number 4 and {88120417}.");

    /** What a note is for. */
    static final List<String> MEDICINE = List.of(
            "Parkinson disease, Crohn's disease, Graves disease, Hodgkin lymphoma and Guillain-Barre syndrome.",
            "Murphy sign positive, Babinski sign absent, Romberg test negative.",
            "Stevens-Johnson syndrome after lamotrigine 25 mg.",
            "A 34-year-old woman, a 7 month old boy, an 89-year-old man.",
            "BP 120/80, HR 110, RR 18, T 38.5 C, SpO2 97 %.",
            "Strength 5/5, pain 7/10, murmur 3/6, vision 20/40, GCS 15/15.",
            "WBC 12,400/uL, platelets 150000, ferritin 12000 ng/mL, CD4 count 250.",
            "Metformin 1000 mg twice daily for 3 months, then 1/2 tablet.",
            "Troponin 0.04 ng/mL; INR 2-3; BNP 10000 pg/mL; Na 135-145 mEq/L.",
            "HbA1c 7.2 %, CA 19-9 raised, HER2 negative, CYP2D6 slow, BRCA1 carrier, rs1799971, T12-L1 fracture.",
            "Glasgow Coma Scale 14, APGAR 8/9, CHA2DS2-VASc 3, Child-Pugh B.",
            "Treated in 2019 and 2021 for 6 weeks; symptoms for 10 days.",
            "He may march in place. Will follow. Grant rest. Brown sputum, white count, long history.",
            "Foley catheter, Swan-Ganz, Kocher incision, Whipple procedure, Gram stain, Pap smear.",
            "Lyme disease in Connecticut; traveled to India; born in Texas.",
            "Epstein-Barr virus, Salmonella Typhi, Escherichia coli O157:H7, COVID-19, H1N1.",
            "Vitamin B12 500 mcg, insulin 10 units, 0.9 % saline 1000 mL, 2 L O2.",
            "Mother: Hypertension. Father: Diabetes. Patient Denies pain. Patient reports cough.",
            "Seen by Cardiology and discussed with Neurosurgery in the Emergency Department.",
            "The patient is stable. Patient: stable. Name the most likely diagnosis.",
            "MS plaques on MR images of a 1.5-T MR scanner; did I miss anything?",
            "The study was 25 months; patients were followed for 30-day mortality; Medical Subject Headings.",
            "Kaplan-Meier curves, Cox regression; P = 0.00049, 440/1895; AUC 0.967/0.947/0.925.",
            "Lowenstein-Jensen medium; also known as L-myc; Berlin's edema.",
            "G to C, A to U; in the United States; a Level 2 Trauma Center; 135 patients (117 female).",
            "NCT01234567, PMID 12345678, ICD-10 code E11.9, CPT 99213.",
            "Lesion 3 x 4 cm at 10 o'clock; ejection fraction 55-60 %; 24-hour urine; 3-4 times.",
            "Dr. will see the patient tomorrow. No. 4 suture used. Group 2 pulmonary hypertension.");

    static final List<String> CASES = java.util.stream.Stream.of(NAMES, PLACES, DATES, NUMBERS, MEDICINE)
            .flatMap(List::stream)
            .toList();

    @ParameterizedTest
    @FieldSource("CASES")
    void removesWhatIsMarkedAndKeepsTheRest(String marked) {
        String text = MARK.matcher(marked).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        DeidentifiedText result = deidentifier.deidentify(text, PatientContext.of("p"));
        String kept = MARK.matcher(marked).replaceAll("");

        assertThat(result.text().replaceAll("\\[[A-Z_]+\\]|90\\+", "")).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ",
                "A A A A A A A A A A A A A A A A A ",
                "Ab'Ab-Ab'Ab-Ab'Ab-Ab'Ab-Ab'Ab-",
                "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.",
                "1-1/1-1/1-1/1-1/1-1/1-1/1-1/1-1/",
                "Mr. Mr. Mr. Mr. Mr. Mr. Mr. ",
                "MRN number number number : : : ",
                "(((((1234 (1234 (1234 (1234"
            })
    void takesTimeInProportionToTheText(String piece) {
        String text = piece.repeat(40_000 / piece.length());
        long start = System.nanoTime();
        deidentifier.deidentify(text, PatientContext.of("p"));

        assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
    }
}
