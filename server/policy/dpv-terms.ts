/**
 * Terms of the W3C Data Privacy Vocabulary (2.x) that policies of companies use. Not the whole vocabulary: a term
 * that is not here is a warning, never an error.
 */

/** Terms of `dpv:` that name a purpose. */
export const dpvPurposes: ReadonlySet<string> = new Set(
  `AcademicResearch AccountManagement Advertising AgeVerification AntiTerrorismOperations CommercialPurpose
  CommercialResearch CommunicationForCustomerCare CommunicationManagement CounterMoneyLaundering CreditChecking
  CustomerCare CustomerClaimsManagement CustomerManagement CustomerOrderManagement CustomerRelationshipManagement
  CustomerSolvencyMonitoring DeliveryOfGoods DirectMarketing DisputeManagement EnforceAccessControl EnforceSecurity
  EstablishContractualAgreement FraudPreventionAndDetection FulfilmentOfContractualObligation FulfilmentOfObligation
  HumanResourceManagement IdentityAuthentication IdentityVerification ImproveExistingProductsAndServices
  ImproveInternalCRMProcesses IncreaseServiceRobustness InternalResourceOptimisation LegalCompliance
  MaintainCreditCheckingDatabase MaintainCreditRatingDatabase MaintainFraudDatabase Marketing
  MemberPartnerManagement MisusePreventionAndDetection NonCommercialPurpose NonCommercialResearch
  OptimisationForConsumer OptimisationForController OptimiseUserInterface OrganisationComplianceManagement
  OrganisationGovernance OrganisationRiskManagement PaymentManagement Personalisation PersonalisedAdvertising
  PersonalisedBenefits PersonnelHiring PersonnelManagement PersonnelPayment ProtectionOfIPR
  ProtectionOfNationalSecurity ProtectionOfPublicSecurity ProvideEventRecommendations ProvideOfficialStatistics
  ProvidePersonalisedRecommendations ProvideProductRecommendations PublicBenefit PublicRelations RecordManagement
  RepairImpairments RequestedServiceProvision ResearchAndDevelopment RightsFulfilment ScientificResearch
  SearchFunctionalities SellDataToThirdParties SellInsightsFromData SellProducts SellProductsToDataSubject
  ServiceOptimisation ServicePersonalisation ServiceProvision ServiceRegistration ServiceUsageAnalytics
  SocialMediaMarketing SupportContractNegotiation SupportEntityDecisionMaking SupportInformedConsentDecision
  TargetedAdvertising TechnicalServiceProvision UserInterfacePersonalisation VendorManagement VendorPayment
  VendorRecordsManagement VendorSelectionAssessment Verification`.split(/\s+/),
)

/** Purposes that are a sale of personal data, whatever it is called. */
export const sellingPurposes: ReadonlySet<string> = new Set(['dpv:SellDataToThirdParties', 'dpv:SellInsightsFromData'])

/** Purposes that are marketing (the subtree of dpv:Marketing). */
export const marketingPurposes: ReadonlySet<string> = new Set(
  [
    'Advertising',
    'DirectMarketing',
    'Marketing',
    'PersonalisedAdvertising',
    'SocialMediaMarketing',
    'TargetedAdvertising',
  ].map(term => `dpv:${term}`),
)

/** Terms of `pd:` that name a kind of personal data. */
export const dpvCategories: ReadonlySet<string> = new Set(
  `AccountIdentifier Age AgeExact AgeRange AdInteractionBehaviour Attitude Authenticating AuthenticationHistory
  BankAccount Behavioural Biometric BirthDate BirthPlace BrowserFingerprint BrowserHistory BrowsingBehaviour
  BrowsingReferral CallLog Citizenship CommunicationsMetadata Communication CompanyIdentifier Connection Contact
  Country Credit CreditCapacity CreditCardNumber CreditRecord CreditScore CreditWorthiness CriminalCharge
  CurrentEmployment Demographic DeviceApplications DeviceBased DeviceOperatingSystem DeviceSoftware Disability
  DisciplinaryAction Dislike Education EducationQualification EmailAddress EmailAddressPersonal EmailAddressWork
  EmailContent EmploymentHistory Ethnicity External Family Favorite FavoriteColor FavoriteFood FavoriteMusic
  Fetish Financial FinancialAccount FinancialAccountNumber FinancialStatus Gender GeneralReputation Geographic
  GPSCoordinate Health HealthRecord Historical House HouseOwned Identifying Income Insurance Intention Interest
  Internal InternetBasedLocation IPAddress Job KnowledgeBelief Language LifeHistory Like LinkClicked Location
  LocationHistory MACAddress MaritalStatus MedicalHealth Name Nationality Network OfficialID Opinion Ownership
  Passport Password PastEmployment PaymentCard PaymentCardExpiry PaymentCardNumber PerformanceAtWork
  PersonalDocuments PersonalPossession PhysicalAddress PhysicalCharacteristic Picture PINCode
  Preference PrivacyPreference Profession Professional ProfessionalCertification ProfessionalEvaluation
  ProfessionalInterview PublicLife Purchase PurchasesAndSpendingHabit Reference Relationship Religion Salary
  SchoolHistory SecretText ServiceConsumptionBehaviour Social SocialMediaCommunication SocialMediaData
  SocialNetwork SocialStatus Tax TelephoneNumber Text ThoughtProcess Tracking Transaction Transactional Travel
  TravelHistory UID UserAgent Username VATNumber VehicleLicensePlate VehicleOwned VideoAndAudio VisaInformation
  VoiceCommunicationRecording VoiceMail WorkEnvironment WorkHistory`.split(/\s+/),
)

/** Terms of `dpv:` beside purposes with which a policy is described: classes, then properties. DPV 2.3. */
export const dpvConcepts: ReadonlySet<string> = new Set(
  `Authority AutomatedDecisionMaking Consumer Customer DataController DataProcessor Employee PersonalData
  PrivacyNotice Process Prohibition StorageDuration ThirdParty Transfer
  hasApplicableLaw hasContact hasCountry hasDataController hasDataSubject hasDuration hasJurisdiction hasLegalBasis hasLocation
  hasName hasNotice hasPersonalData hasProcess hasProcessing hasProhibition hasPurpose hasRecipient hasRight
  hasStorageCondition`.split(/\s+/),
)

/** Terms of `eu-gdpr:` that this product uses: bases, mechanisms of transfer, rights. */
export const gdprTerms: ReadonlySet<string> = new Set(
  `A6-1-a A6-1-b A6-1-c A6-1-d A6-1-e A6-1-f A7-3 A13 A14 A15 A16 A17 A18 A19 A20 A21 A22 A77 A45-3 A46-2-b A46-2-c
  A49-1-a`.split(/\s+/),
)
